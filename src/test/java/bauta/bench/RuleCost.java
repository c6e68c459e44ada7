package bauta.bench;

import bauta.firewall.Field;
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.PacketFacts;
import bauta.firewall.RangeSet;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a judgement of the firewall costs with 10, 1,000 and 10,000 rules, of a usual set of rules
 * and of one made to be bad, beside a walk down the list. Half of the packets meet a rule, half
 * meet none.
 */
public final class RuleCost {
    private static final Path RESULT = Path.of("target", "bench", "rule-cost.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final List<Integer> SIZES = List.of(10, 1000, 10_000);
    private static final int PACKETS = 8192;
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 150_000_000L;
    private static final Zone[] ZONES = Zone.values();
    private static final int[] SERVICES = {22, 25, 53, 80, 110, 143, 443, 445, 3389, 5060, 8080};

    private final Random random = new Random(4);

    private final int rounds;

    private RuleCost(int rounds) {
        this.rounds = rounds;
    }

    /**
     * Runs the bench.
     *
     * @param words none
     */
    public static void main(String[] words) throws IOException {
        for (int i = 0; i < 2 * SIZES.size(); i++) {
            // The compiler has to have seen every shape of tree before the first row counts.
            new RuleCost(1).measure(i % 2 == 0, SIZES.get(i / 2));
        }
        List<Row> rows = new ArrayList<>();
        for (boolean usual : List.of(true, false)) {
            for (int size : SIZES) {
                rows.add(new RuleCost(ROUNDS).measure(usual, size));
                System.out.println(rows.getLast().line());
            }
        }
        double usual = rows.get(2).nanos / rows.get(0).nanos;
        double worst = rows.get(5).nanos / rows.get(3).nanos;
        System.out.printf(
                Locale.ROOT,
                "10,000 rules cost %.2f times what 10 cost in the usual case, %.1f times in the"
                        + " worst%n",
                usual,
                worst);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rows", rows);
        document.put("usual-ratio", usual);
        document.put("worst-ratio", worst);
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        System.out.println("written to " + RESULT);
    }

    /**
     * One row.
     *
     * @param set usual or worst
     * @param rules how many
     * @param nanos median of nanoseconds per judgement
     * @param listNanos the same of a walk down the list
     * @param buildMillis of compiling the rules, once more after the first time
     * @param bytesAllocated per judgement
     */
    record Row(
            String set,
            int rules,
            double nanos,
            double listNanos,
            double buildMillis,
            double bytesAllocated) {
        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-5s %6d rules: %7.1f ns per judgement, list %9.1f ns, compiled in %6.1f ms,"
                            + " %.3f bytes allocated",
                    set,
                    rules,
                    nanos,
                    listNanos,
                    buildMillis,
                    bytesAllocated);
        }
    }

    private interface Judge {
        int judge(PacketFacts facts);
    }

    private Row measure(boolean usual, int size) {
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            matches.add(usual ? usual(i) : worst(i, size));
        }
        List<FirewallRule> rules = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rules.add(new FirewallRule("rule" + i, matches.get(i), Verdict.DROP, 0));
        }
        RuleFirewall.of(rules);
        long begin = System.nanoTime();
        RuleFirewall firewall = RuleFirewall.of(rules);
        double millis = (System.nanoTime() - begin) / 1e6;
        Packets packets = new Packets();
        for (int i = 0; i < PACKETS; i++) {
            packets.put(i, packet(matches.get(random.nextInt(size)), i % 2 == 0));
        }
        run(firewall::judge, packets);
        long before = allocated();
        double nanos = median(firewall::judge, packets);
        double bytes = (double) (allocated() - before) / judged;
        return new Row(
                usual ? "usual" : "worst",
                size,
                nanos,
                median(facts -> walk(matches, facts), packets),
                millis,
                sum == 0 ? Double.NaN : bytes);
    }

    /** Packets in little room, handed out in one object, as the path does. */
    private static final class Packets {
        private final long[] addresses = new long[PACKETS];
        private final int[] ports = new int[PACKETS];
        private final byte[] zones = new byte[PACKETS];
        private final PacketFacts facts = new PacketFacts();

        void put(int place, PacketFacts from) {
            addresses[place] = from.addresses;
            ports[place] = from.sourcePort << 16 | from.destinationPort;
            zones[place] = (byte) (from.fromZone.ordinal() << 4 | from.toZone.ordinal());
        }

        PacketFacts get(int place) {
            facts.fromZone = ZONES[zones[place] >> 4];
            facts.toZone = ZONES[zones[place] & 0xf];
            facts.addresses = addresses[place];
            facts.protocol = 6;
            facts.hasPorts = true;
            facts.sourcePort = ports[place] >>> 16;
            facts.destinationPort = ports[place] & 0xffff;
            facts.tcpFlags = 2;
            return facts;
        }
    }

    private static int walk(List<Match> matches, PacketFacts facts) {
        for (int i = 0; i < matches.size(); i++) {
            if (matches.get(i).takes(facts)) {
                return i;
            }
        }
        return -1;
    }

    private long judged;
    private long sum;

    private double median(Judge judge, Packets packets) {
        run(judge, packets);
        judged = 0;
        List<Double> nanos = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            nanos.add(run(judge, packets));
        }
        return Median.of(nanos);
    }

    private double run(Judge judge, Packets packets) {
        long begin = System.nanoTime();
        long now = begin;
        long count = 0;
        while (now - begin < ROUND_NANOS) {
            for (int i = 0; i < 256; i++) {
                sum += judge.judge(packets.get((int) (count + i & PACKETS - 1)));
            }
            count += 256;
            now = System.nanoTime();
        }
        judged += count;
        return (double) (now - begin) / count;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    /** A rule as a house or an office writes it. */
    private Match usual(int number) {
        RangeSet host = RangeSet.of(0xc0a8_0000 | random.nextInt(0x1_0000));
        RangeSet service = RangeSet.of(SERVICES[random.nextInt(SERVICES.length)]);
        RangeSet far = prefix(random.nextInt(), 16 + random.nextInt(9));
        Match out = Match.ANY.from(Zone.LAN).to(Zone.WAN);
        return switch (number % 10) {
            case 0, 1 -> service(out.with(Field.SOURCE, host), service);
            case 2 ->
                    out.with(Field.SOURCE, prefix(0xc0a8_0000 | random.nextInt(0x1_0000), 28))
                            .with(Field.DESTINATION, far);
            case 3, 4, 5 -> Match.ANY.from(Zone.WAN).with(Field.SOURCE, far);
            case 6 -> Match.ANY.to(Zone.WAN).with(Field.DESTINATION, far);
            case 7 -> service(Match.ANY.from(Zone.WAN).with(Field.DESTINATION, host), service);
            case 8 -> service(out.with(Field.DESTINATION, far), someRange());
            default ->
                    service(Match.ANY.from(Zone.GUEST).with(Field.DESTINATION, host), someRange());
        };
    }

    private static Match service(Match match, RangeSet ports) {
        return match.with(Field.PROTOCOL, RangeSet.of(6)).with(Field.DESTINATION_PORT, ports);
    }

    private RangeSet someRange() {
        int first = random.nextInt(60_000);
        return RangeSet.range(first, first + random.nextInt(100));
    }

    private static RangeSet prefix(int address, int length) {
        int mask = -1 << 32 - length;
        return RangeSet.range(address & mask, address | ~mask);
    }

    /** Ranges one in the other in each of four fields: nothing tells the rules apart well. */
    private Match worst(int number, int size) {
        int step = 0x4000_0000 / size;
        int narrow = random.nextInt(size) * step;
        int other = random.nextInt(size) * step;
        return Match.ANY
                .with(Field.SOURCE, RangeSet.range(narrow, -1 - other))
                .with(Field.DESTINATION, RangeSet.range(other, -1 - narrow))
                .with(Field.SOURCE_PORT, RangeSet.of(number).except())
                .with(Field.DESTINATION_PORT, RangeSet.range(0, 1 + random.nextInt(1024)));
    }

    private PacketFacts packet(Match match, boolean meets) {
        PacketFacts facts = new PacketFacts();
        int zone = match.set(Field.FROM_ZONE).first(0);
        int target = match.set(Field.TO_ZONE).first(0);
        facts.fromZone = match.set(Field.FROM_ZONE).isAny() ? Zone.LAN : Zone.values()[zone];
        facts.toZone = match.set(Field.TO_ZONE).isAny() ? Zone.WAN : Zone.values()[target];
        int source = meets ? some(match.set(Field.SOURCE)) : random.nextInt();
        int destination = meets ? some(match.set(Field.DESTINATION)) : random.nextInt();
        facts.addresses = (long) source << 32 | destination & 0xffff_ffffL;
        facts.sourcePort = 1024 + random.nextInt(60_000);
        facts.destinationPort =
                meets ? some(match.set(Field.DESTINATION_PORT)) & 0xffff : random.nextInt(65_536);
        return facts;
    }

    private int some(RangeSet set) {
        int range = random.nextInt(set.size());
        long size = Integer.toUnsignedLong(set.last(range) - set.first(range)) + 1;
        return set.first(range) + (int) random.nextLong(size);
    }
}
