package bauta.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Queries per second and latency of the forwarder beside dnsmasq and unbound: all three stand in
 * one namespace on one CPU, each idle while another is asked; runs are interleaved and their
 * medians compared. The generator (dnsperf) and the provider's server have the other CPU.
 */
public final class DnsBench {
    static final String LAN = "192.168.87.1/24";
    static final String UPSTREAM = "203.0.113.53";

    private static final Path FOLDER = Path.of("target", "bench", "dns");
    private static final Path RESULT = Path.of("target", "bench", "dns.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Pattern RATE = Pattern.compile("Queries per second: +([0-9.]+)");
    private static final Pattern LOST = Pattern.compile("Queries lost: +(\\d+)");
    private static final Pattern LATENCY = Pattern.compile("(?m)^> \\S+ \\S+ \\S+ ([0-9.]+)");
    private static final Pattern HEAP = Pattern.compile("heap (\\d+)");
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);
    private static final int SERVER_CPU = 1;
    private static final int OTHER_CPU = 0;
    private static final int FIRST_PORT = 5301;
    private static final int KEPT_NAMES = 10_000;
    private static final int FRESH_NAMES = 200_000;
    private static final int CALM_RATE = 5_000;

    private final Place lan;
    private final List<DnsContender> contenders = new ArrayList<>();
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    private final Path kept = FOLDER.resolve("kept.txt").toAbsolutePath();
    private final Path fresh = FOLDER.resolve("fresh.txt").toAbsolutePath();

    private DnsBench(Place lan) {
        this.lan = lan;
    }

    static String address() {
        return LAN.substring(0, LAN.indexOf('/'));
    }

    /**
     * Runs the bench.
     *
     * @param words how many rounds, if not five, and how many seconds a run takes, if not four
     */
    public static void main(String[] words) throws IOException {
        int rounds = words.length > 0 ? Integer.parseInt(words[0]) : 5;
        int seconds = words.length > 1 ? Integer.parseInt(words[1]) : 4;
        Files.createDirectories(FOLDER);
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place router = cleaner.keep(new Place("router"));
            Place provider = cleaner.keep(new Place("isp"));
            wire(lan, router, provider);
            cleaner.keep(DnsContender.provider(provider, FOLDER, OTHER_CPU));
            DnsBench bench = new DnsBench(lan);
            bench.names();
            bench.join(cleaner.keep(DnsContender.bauta(router, FOLDER, FIRST_PORT, SERVER_CPU)));
            bench.join(
                    cleaner.keep(DnsContender.dnsmasq(router, FOLDER, FIRST_PORT + 1, SERVER_CPU)));
            bench.join(
                    cleaner.keep(DnsContender.unbound(router, FOLDER, FIRST_PORT + 2, SERVER_CPU)));
            bench.run(rounds, seconds);
            bench.report();
        }
        System.exit(0);
    }

    private static void wire(Place lan, Place router, Place provider) {
        lan.wire("eth0", 0x02_00_00_00_d0_01L, router, "lan0", 0x02_00_00_00_d0_02L);
        router.wire("wan0", 0x02_00_00_00_d0_03L, provider, "eth0", 0x02_00_00_00_d0_04L);
        lan.must("ip address add 192.168.87.10/24 dev eth0");
        router.must("ip address add " + LAN + " dev lan0");
        router.must("ip address add 203.0.113.1/24 dev wan0");
        provider.must("ip address add " + UPSTREAM + "/24 dev eth0");
    }

    private void names() throws IOException {
        Files.write(kept, lines("kept", KEPT_NAMES));
        Files.write(fresh, lines("fresh", FRESH_NAMES));
    }

    private static List<String> lines(String domain, int names) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names; i++) {
            lines.add("host-%d.of.%s.example A".formatted(i * 7919 % names, domain));
        }
        return lines;
    }

    private void join(DnsContender contender) {
        contenders.add(contender);
        figures.put(contender.name(), new LinkedHashMap<>());
    }

    private void run(int rounds, int seconds) {
        for (DnsContender contender : contenders) {
            ask(contender, kept, "-l " + 2 * seconds + " -q 200");
            ask(contender, kept, "-n 1 -q 50");
            ask(contender, fresh, "-l " + seconds + " -q 200");
        }
        for (int round = 0; round < rounds; round++) {
            for (DnsContender contender : contenders) {
                rate(contender, "cached", kept, "-l " + seconds + " -q 200");
            }
            for (DnsContender contender : contenders) {
                rate(contender, "forwarded", fresh, "-l " + seconds + " -q 200");
            }
            for (DnsContender contender : contenders) {
                latency(contender, seconds);
            }
        }
    }

    private String ask(DnsContender contender, Path file, String options) {
        return lan.must(
                "taskset -c %d dnsperf -s %s -p %d -d %s -c 8 -T 1 %s"
                        .formatted(OTHER_CPU, address(), contender.port(), file, options));
    }

    private void rate(DnsContender contender, String what, Path file, String options) {
        String said = ask(contender, file, options);
        note(contender, what, "qps", number(RATE, said));
        note(contender, what, "lost", number(LOST, said));
    }

    /** At a rate that none of them has trouble with. */
    private void latency(DnsContender contender, int seconds) {
        String said = ask(contender, kept, "-v -l " + seconds + " -q 50 -Q " + CALM_RATE);
        List<Double> sorted =
                LATENCY.matcher(said)
                        .results()
                        .map(found -> Double.parseDouble(found.group(1)) * 1e6)
                        .sorted()
                        .toList();
        if (!sorted.isEmpty()) {
            note(contender, "calm", "p50-micros", sorted.get(sorted.size() / 2));
            note(contender, "calm", "p99-micros", sorted.get(sorted.size() * 99 / 100));
        }
    }

    private void note(DnsContender contender, String what, String unit, double value) {
        Map<String, List<Double>> own = figures.getOrDefault(contender.name(), Map.of());
        own.computeIfAbsent(what + "-" + unit, _ -> new ArrayList<>()).add(value);
    }

    private static double number(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new InvalidBench("dnsperf said no " + pattern);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private void report() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        figures.forEach((name, rows) -> {
            Map<String, Object> medians = new LinkedHashMap<>();
            rows.forEach((row, values) -> medians.put(row, Median.of(values)));
            System.out.println(name + " " + medians);
            document.put(name, Map.of("medians", medians, "rounds", rows));
        });
        for (String row : List.of("cached-qps", "forwarded-qps", "calm-p99-micros")) {
            for (String other : List.of("dnsmasq", "unbound")) {
                double ratio = median("bauta", row) / median(other, row);
                document.put(row + "-of-" + other, ratio);
                System.out.printf(Locale.ROOT, "%s: %.2f of %s%n", row, ratio, other);
            }
        }
        Daemon bauta = contenders.getFirst().daemon();
        bauta.tell("");
        bauta.await("status", LOOK_LIMIT, () -> HEAP.matcher(bauta.output()).find());
        System.out.println(
                bauta.output().lines().filter(line -> line.matches("(heap|status).*")).toList());
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        System.out.println("written to " + RESULT);
    }

    private double median(String name, String row) {
        return Median.of(figures.getOrDefault(name, Map.of()).getOrDefault(row, List.of()));
    }
}
