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
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Four-way DHCP exchanges per second, beside dnsmasq: the same two namespaces, the server on one
 * core, perfdhcp on the other, runs interleaved, each with a fresh server and an empty lease file.
 * perfdhcp offers more than either can take; practically every exchange is a client not seen
 * before. Both servers have their lease file on the same disk, sync it before they acknowledge, and
 * do not ask the LAN about addresses first. An address that was acknowledged twice makes the run
 * invalid.
 */
public final class DhcpRate {
    private static final Path RESULT = Path.of("target", "bench", "dhcp-rate.json");
    private static final Path FOLDER = Path.of("target", "bench", "dhcp");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String SERVER_CPU = "1";
    private static final String CLIENT_CPU = "0";
    private static final long SERVER_MAC = 0x0200_0000_8701L;
    private static final long CLIENT_MAC = 0x0200_0000_8702L;
    private static final String FIRST = "10.87.1.0";
    private static final String LAST = "10.87.250.255";
    private static final Duration READY = Duration.ofSeconds(20);
    private static final int ROUNDS = 5;
    private static final int SECONDS = 6;
    private static final int[] OFFERED = {500, 3000};
    private static final Pattern RATE = Pattern.compile("Rate: ([0-9.]+) 4-way");
    private static final Pattern DELAY = Pattern.compile("avg delay: ([0-9.]+) ms");
    private static final Pattern DOUBLED = Pattern.compile("non unique addresses: (\\d+)");

    /** What a server writes when its socket is open. */
    private static final Pattern READY_TEXT = Pattern.compile("ready|DHCP, sockets bound");

    private DhcpRate() {}

    /**
     * One run.
     *
     * @param rate complete exchanges per second
     * @param offerMillis mean time from DISCOVER to OFFER
     * @param ackMillis mean time from REQUEST to ACK
     */
    record Run(double rate, double offerMillis, double ackMillis) {}

    /**
     * What the runs of one server come to, medians.
     *
     * @param offered exchanges that the generator began per second
     */
    record Figure(int offered, double rate, double offerMillis, double ackMillis, List<Run> runs) {
        static Figure of(int offered, List<Run> runs) {
            return new Figure(
                    offered,
                    Median.of(runs.stream().map(Run::rate).toList()),
                    Median.of(runs.stream().map(Run::offerMillis).toList()),
                    Median.of(runs.stream().map(Run::ackMillis).toList()),
                    List.copyOf(runs));
        }
    }

    /**
     * Runs the bench.
     *
     * @param words how many rounds, if not five
     */
    public static void main(String[] words) throws IOException {
        int rounds = words.length == 0 ? ROUNDS : Integer.parseInt(words[0]);
        Map<String, Figure> figures = new LinkedHashMap<>();
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("dhcp-lan"));
            Place server = cleaner.keep(new Place("dhcp-box"));
            lan.wire("lan0", CLIENT_MAC, server, "lan0", SERVER_MAC);
            lan.must("ip address add 10.87.0.2/16 dev lan0");
            server.must("ip address add 10.87.0.1/16 dev lan0");
            for (int offered : OFFERED) {
                List<Run> ours = new ArrayList<>();
                List<Run> theirs = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    ours.add(run("bauta", bauta(server), lan, offered));
                    theirs.add(run("dnsmasq", dnsmasq(server), lan, offered));
                }
                figures.put("bauta-" + offered, Figure.of(offered, ours));
                figures.put("dnsmasq-" + offered, Figure.of(offered, theirs));
            }
        }
        report(figures);
        System.exit(0);
    }

    private static List<String> bauta(Place place) throws IOException {
        List<String> words = new ArrayList<>(inside(place, SERVER_CPU));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(RouterProcess.imageOptions());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of("bauta.bench.DhcpContender", "lan0", "02:00:00:00:87:01"));
        words.addAll(List.of("10.87.0.1/16", FIRST, LAST));
        words.add(FOLDER.resolve("leases").toString());
        return words;
    }

    private static List<String> dnsmasq(Place place) {
        List<String> words = new ArrayList<>(inside(place, SERVER_CPU));
        words.addAll(List.of("dnsmasq", "--keep-in-foreground", "--port=0", "--interface=lan0"));
        words.addAll(List.of("--bind-interfaces", "--no-ping", "--quiet-dhcp", "--no-resolv"));
        words.addAll(List.of("--dhcp-authoritative", "--dhcp-lease-max=70000", "--user=root"));
        words.addAll(List.of("--conf-file=/dev/null", "--pid-file=", "--log-facility=-"));
        words.add("--dhcp-range=" + FIRST + "," + LAST + ",255.255.0.0,12h");
        words.add("--dhcp-leasefile=" + FOLDER.resolve("leases").toAbsolutePath());
        return words;
    }

    private static List<String> inside(Place place, String cpu) {
        return List.of("ip", "netns", "exec", place.name(), "taskset", "-c", cpu);
    }

    private static Run run(String name, List<String> words, Place lan, int offered)
            throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("leases", "leases.new")) {
            Files.deleteIfExists(FOLDER.resolve(file));
        }
        try (var server = new Daemon(name, FOLDER.resolve(name + ".log"), words)) {
            server.await("start", READY, () -> READY_TEXT.matcher(server.output()).find());
            return measured(name, generate(lan, offered));
        }
    }

    private static String generate(Place lan, int offered) {
        return perfdhcp(
                lan,
                List.of(
                        "-u",
                        "-r",
                        "" + offered,
                        "-R",
                        "2000000000",
                        "-p",
                        "" + SECONDS,
                        "-W",
                        "1000000"));
    }

    /** It ends with another status than 0 when something was lost, which overload is for. */
    private static String perfdhcp(Place lan, List<String> options) {
        List<String> words = new ArrayList<>(inside(lan, CLIENT_CPU));
        words.addAll(List.of("perfdhcp", "-4", "-l", "lan0"));
        words.addAll(options);
        words.add("10.87.0.1");
        return Shell.run(words).output();
    }

    private static Run measured(String name, String told) {
        List<Double> doubled = numbers(DOUBLED, told).toList(); // of offers, of acknowledgements
        List<Double> delays = numbers(DELAY, told).toList();
        List<Double> rates = numbers(RATE, told).toList();
        if (rates.isEmpty() || delays.size() != 2 || doubled.getLast() > 0) {
            throw new InvalidBench(name + " gave addresses twice or none: " + told);
        }
        return new Run(rates.getFirst(), delays.getFirst(), delays.getLast());
    }

    private static Stream<Double> numbers(Pattern pattern, String told) {
        Matcher found = pattern.matcher(told);
        return found.results().map(result -> Double.parseDouble(result.group(1)));
    }

    private static void report(Map<String, Figure> figures) throws IOException {
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(figures));
        figures.forEach((name, figure) ->
                System.out.printf(
                        Locale.ROOT,
                        "dhcp, %s: %.0f exchanges/s of %d offered,"
                                + " OFFER after %.1f ms, ACK after %.1f ms (medians of %d)%n",
                        name,
                        figure.rate(),
                        figure.offered(),
                        figure.offerMillis(),
                        figure.ackMillis(),
                        figure.runs().size()));
        for (int offered : OFFERED) {
            System.out.printf(
                    Locale.ROOT,
                    "dhcp, bauta / dnsmasq at %d offered: %.2f%n",
                    offered,
                    rate(figures, "bauta-" + offered) / rate(figures, "dnsmasq-" + offered));
        }
        System.out.println("written to " + RESULT);
    }

    private static double rate(Map<String, Figure> figures, String name) {
        Figure figure = figures.get(name);
        return figure == null ? 0 : figure.rate();
    }
}
