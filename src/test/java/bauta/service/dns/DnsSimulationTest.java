package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A house and its provider on virtual time: many clients, odd spellings, lost, late, doubled, bent
 * and forged answers. After every step: one answer per query with its own id and words, no TTL
 * beyond what is left of it, nothing older than its time, tables bounded and in the end empty.
 */
class DnsSimulationTest {
    private static final int STEPS = 6_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final DnsRig rig =
            new DnsRig(DnsRig.settings().with(DnsSettings.Caching.of(30, Optional.empty())));
    private final List<Asked> asked = new ArrayList<>();

    /** A query and where its answer comes. */
    private static final class Asked {
        private final byte[] query;
        private final DnsRig.Host host;

        Asked(byte[] query, DnsRig.Host host) {
            this.query = query;
            this.host = host;
        }

        byte[] query() {
            return query;
        }

        DnsRig.Host host() {
            return host;
        }
    }

    /** The provider's truth changes with time: an address tells when it was true. */
    private byte[] truth(byte[] query) {
        Message message = DnsMessages.read(query);
        String name = message.getQuestion().getName().toString();
        int ttl = 5 + Math.abs(name.toLowerCase(Locale.ROOT).hashCode() % 60);
        if (name.startsWith("no")) {
            return DnsMessages.answer(
                    query,
                    Rcode.NXDOMAIN,
                    "NS example. 90 SOA ns.example. root.example. 1 2 3 4 " + ttl);
        }
        long second = rig.timers.nanos() / DnsRig.SECOND;
        String address = new Ipv4Address(0xc6000000 | (int) (second & 0xffffff)).toString();
        return DnsMessages.answer(query, Rcode.NOERROR, "AN " + name + " " + ttl + " A " + address);
    }

    private void ask() {
        int number = random.nextInt(60);
        StringBuilder name =
                new StringBuilder((number % 5 == 0 ? "no" : "host") + number + ".example.");
        for (int i = 0; i < name.length(); i++) {
            if (random.nextBoolean()) {
                name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        byte[] query =
                random.nextBoolean()
                        ? DnsMessages.query(name.toString(), Type.A)
                        : DnsMessages.edns(name.toString(), Type.A, 1232, random.nextBoolean());
        Ipv4Address client = new Ipv4Address(0xc0a85700 + 10 + random.nextInt(5));
        Transport transport = random.nextInt(8) == 0 ? Transport.TCP : Transport.UDP;
        asked.add(
                new Asked(
                        query, rig.asks(client, 1024 + random.nextInt(60_000), transport, query)));
    }

    private void server() {
        List<DnsRig.Sent> waiting = rig.sent.stream().filter(sent -> !sent.closed).toList();
        if (waiting.isEmpty()) {
            return;
        }
        DnsRig.Sent sent = waiting.get(random.nextInt(waiting.size()));
        byte[] answer = truth(sent.query);
        switch (random.nextInt(12)) {
            case 0 -> sent.listener.failed("unreachable");
            case 1 -> sent.listener.received(bent(answer));
            case 2 -> sent.listener.received(DnsReplies.withId(answer, random.nextInt(65_536)));
            case 3 -> sent.answer(DnsMessages.answer(sent.query, Rcode.SERVFAIL));
            case 4 -> sent.listener.received(Arrays.copyOf(answer, random.nextInt(20)));
            default -> sent.answer(answer);
        }
    }

    /** A forged question: anything behind it could be anything. */
    private byte[] bent(byte[] answer) {
        byte[] bent = answer.clone();
        bent[12 + random.nextInt(12)] ^= (byte) (1 + random.nextInt(255));
        return bent;
    }

    @Test
    void theHouseGetsTrueAnswers() {
        for (int step = 0; step < STEPS; step++) {
            ask();
            for (int i = random.nextInt(3); i > 0; i--) {
                server();
            }
            rig.timers.advance(Duration.ofMillis(random.nextInt(700)).toNanos());
            rig.sent.removeIf(sent -> sent.closed);
            checkAnswers();
        }
        rig.timers.advance(30 * DnsRig.SECOND);
        checkAnswers();
        assertThat(asked).as("seed %s: each query has its answer", seed).isEmpty();
        assertThat(rig.status().inFlight()).as("seed %s", seed).isZero();
        assertThat(rig.timers.waiting()).as("seed %s", seed).isZero();
        assertThat(rig.status().cache().hits()).as("seed %s", seed).isPositive();
        assertThat(rig.status().merged()).as("seed %s", seed).isPositive();
    }

    private void checkAnswers() {
        assertThat(rig.status().cache().entries()).isLessThanOrEqualTo(30);
        List<Asked> answered = asked.stream().filter(a -> !a.host().replies().isEmpty()).toList();
        answered.forEach(this::check);
        asked.removeAll(answered);
    }

    private void check(Asked one) {
        assertThat(one.host().replies()).as("seed %s", seed).hasSize(1);
        byte[] reply = one.host().replies().getFirst();
        int end = Question.of(one.query()).end();
        assertThat(Arrays.copyOfRange(reply, 12, end))
                .as("seed %s: its own words", seed)
                .isEqualTo(Arrays.copyOfRange(one.query(), 12, end));
        assertThat(DnsReplies.id(reply)).isEqualTo(DnsReplies.id(one.query()));
        Message message = DnsMessages.read(reply);
        assertThat(message.getOPT() != null)
                .as("seed %s: EDNS for EDNS", seed)
                .isEqualTo(DnsMessages.read(one.query()).getOPT() != null);
        for (Record record : message.getSection(Section.ANSWER)) {
            checkTime(record);
        }
    }

    /** What its address says of its age, and its TTL of its rest, make its whole time at most. */
    private void checkTime(Record record) {
        String[] octets = record.rdataToString().split("\\.", -1);
        long born =
                Long.parseLong(octets[1]) << 16
                        | Long.parseLong(octets[2]) << 8
                        | Long.parseLong(octets[3]);
        long now = rig.timers.nanos() / DnsRig.SECOND & 0xffffff;
        String name = record.getName().toString().toLowerCase(Locale.ROOT);
        int whole = 5 + Math.abs(name.hashCode() % 60);
        long age = now - born;
        assertThat(age + record.getTTL())
                .as("seed %s: %s is %s s old", seed, record, age)
                .isLessThanOrEqualTo(whole + 2);
    }
}
