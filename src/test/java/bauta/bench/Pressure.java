package bauta.bench;

import bauta.bench.Traffic.Novelty;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A LAN host downloads by iperf3 and opens new connections while others press the router: a table
 * that is full, a SYN flood from the Internet to a closed and to a forwarded port, a scan from
 * another LAN host. Rounds are interleaved, medians compared with the rounds without pressure.
 *
 * <p>The generator keeps its CPU busy at any pace, in the rounds without pressure too, in which it
 * sends next to nothing: what is compared is the router. The download comes through the lab's
 * concentrator, which shares that CPU; what the generator sends never gets there.
 */
public final class Pressure {
    private static final int GENERATOR_CPU = 0;
    private static final int ROUTER_CPU = 1;
    private static final int FRAME_BYTES = 60;
    private static final int FLOOD_PER_SECOND = 200_000;
    private static final int SCAN_PER_SECOND = 50_000;
    private static final int NEXT_TO_NOTHING = 300;
    private static final int CLOSED = 4444;
    private static final int FORWARDED = 8080;
    private static final int CONNECTIONS = 20;
    private static final int HTTP = 8000;
    private static final int DOWNLOAD_SECONDS = 4;
    private static final Duration PRESSURE = Duration.ofSeconds(DOWNLOAD_SECONDS + 2);
    private static final Duration LEAD = Duration.ofMillis(700);
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final String SERVER = "198.19.0.80";
    private static final String DOWNLOADER = "192.168.87.100";
    private static final String SCANNER = "192.168.87.115";
    private static final String DEAF = "192.168.87.103";
    private static final String FORWARDS =
            ", \"forwards\": [{\"id\": \"deaf\", \"ports\": 8080, \"protocols\": [\"tcp\"],"
                    + " \"targets\": [{\"host\": \"192.168.87.103\"}]}]";
    private static final Path DIRECTORY =
            Path.of("target", "bench", "pressure-" + ProcessHandle.current().pid());
    private static final Path RESULT = Path.of("target", "bench", "pressure.json");
    private static final Pattern RATE = Pattern.compile("([0-9.]+) Kbits/sec.*receiver");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Place lan;
    private final Place provider;
    private final RouterProcess router;
    private final LaneBench bench;
    private final Route route;

    private Pressure(Cleaner cleaner) {
        this.lan = cleaner.keep(new Place("lan"));
        this.provider = cleaner.keep(new Place("isp"));
        RouterLane lane = cleaner.keep(new RouterLane(lan, provider));
        this.router = cleaner.keep(lane.start(String.valueOf(ROUTER_CPU), List.of(), FORWARDS));
        Lane wires = lane.lane(lane.session());
        this.route = wires.route();
        this.bench = cleaner.keep(new LaneBench(wires, GENERATOR_CPU));
        lan.must("ip route add default via 192.168.87.1");
        provider.must("ip address add " + SERVER + "/32 dev lo");
        provider.must("ip route add " + new Ipv4Address(route.externalAddress()) + "/32 dev ppp0");
        deafen(wires.lanLink());
        serve(cleaner);
    }

    /** The host behind the forward hears nothing, so that its answers do not count. */
    private void deafen(String link) {
        lan.must("nft add table netdev deaf");
        lan.must(
                "nft add chain netdev deaf in { type filter hook ingress device "
                        + link
                        + " priority 0 ; }");
        lan.must("nft add rule netdev deaf in ip daddr " + DEAF + " drop");
    }

    private void serve(Cleaner cleaner) {
        cleaner.keep(in("iperf3", "iperf3 -s -B " + SERVER));
        Daemon web =
                cleaner.keep(
                        in(
                                "web",
                                "/usr/bin/python3 -u -m http.server --bind "
                                        + SERVER
                                        + " --directory "
                                        + DIRECTORY
                                        + " "
                                        + HTTP));
        web.await("web server", START_LIMIT, () -> web.output().contains("Serving"));
    }

    private Daemon in(String name, String line) {
        String whole = "ip netns exec " + provider.name() + " " + line;
        return new Daemon(name, DIRECTORY.resolve(name + ".log"), List.of(whole.split(" ")));
    }

    /**
     * One way of pressing.
     *
     * @param name for the table
     * @param traffic what is sent meanwhile
     * @param perSecond how many frames
     */
    private record Press(String name, Traffic traffic, int perSecond) {}

    /**
     * What the download host got in one round.
     *
     * @param kilobits per second
     * @param connections of 20 that worked
     * @param sent frames per second that were really sent
     */
    record Round(double kilobits, int connections, double sent) {}

    /**
     * One way of pressing, over all rounds.
     *
     * @param megabits per second, median
     * @param ratio to the rounds without
     * @param connections that worked, of all that were tried
     * @param tried connections
     * @param sentPerSecond frames of the pressure, median
     * @param flows in the table at the end
     * @param refused new flows refused because the router was behind, in the last round
     */
    record Row(
            double megabits,
            double ratio,
            int connections,
            int tried,
            double sentPerSecond,
            long flows,
            long refused) {}

    /**
     * Runs the bench.
     *
     * @param words how many rounds, if not three
     */
    public static void main(String[] words) throws IOException {
        int rounds = words.length == 0 ? 3 : Integer.parseInt(words[0]);
        Files.createDirectories(DIRECTORY);
        Map<String, Row> rows;
        try (var cleaner = new Cleaner()) {
            rows = new Pressure(cleaner).measure(rounds);
        }
        rows.forEach((name, row) ->
                System.out.printf(
                        Locale.ROOT,
                        "%-32s %8.0f Mbit/s, ratio %.2f, %d of %d new connections, %.0f frames per"
                                + " second, %d flows, %d refused%n",
                        name,
                        row.megabits(),
                        row.ratio(),
                        row.connections(),
                        row.tried(),
                        row.sentPerSecond(),
                        row.flows(),
                        row.refused()));
        Files.writeString(RESULT, JSON.writeValueAsString(rows));
        System.out.println("written to " + RESULT);
        System.exit(0);
    }

    private List<Press> presses() {
        var scanner = Ipv4Address.parse(SCANNER).bits();
        Route fromScanner =
                new Route(
                        route.hostMac(),
                        route.routerLanMac(),
                        route.routerWanMac(),
                        route.providerMac(),
                        scanner,
                        route.serverAddress(),
                        route.externalAddress(),
                        route.session());
        Traffic scan = Traffic.of(fromScanner, FRAME_BYTES, Novelty.ONE_HOST);
        return List.of(
                new Press("nothing", scan, NEXT_TO_NOTHING),
                new Press("SYN flood to a closed port", flood(CLOSED), FLOOD_PER_SECOND),
                new Press("SYN flood to a forwarded port", flood(FORWARDED), FLOOD_PER_SECOND),
                new Press("scan from one LAN host", scan, SCAN_PER_SECOND),
                new Press(
                        "full table, sixteen LAN hosts",
                        Traffic.of(route, FRAME_BYTES, Novelty.PEER),
                        SCAN_PER_SECOND));
    }

    private Traffic flood(int port) {
        return Traffic.flood(route, port);
    }

    private Map<String, Row> measure(int rounds) {
        Map<String, List<Round>> seen = new LinkedHashMap<>();
        Map<String, Long> flows = new LinkedHashMap<>();
        Map<String, Long> refused = new LinkedHashMap<>();
        download(); // the first one finds everything cold
        for (int i = 0; i < rounds; i++) {
            for (Press press : presses()) {
                long before = refusedNow();
                seen.computeIfAbsent(press.name(), _ -> new ArrayList<>()).add(once(press));
                flows.put(press.name(), flowsNow());
                refused.put(press.name(), refusedNow() - before);
            }
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        double base = kilobits(seen.getOrDefault("nothing", List.of()));
        seen.forEach((name, all) ->
                rows.put(
                        name,
                        new Row(
                                kilobits(all) / 1e3,
                                kilobits(all) / base,
                                all.stream().mapToInt(Round::connections).sum(),
                                all.size() * CONNECTIONS,
                                Median.of(all.stream().map(Round::sent).toList()),
                                flows.getOrDefault(name, 0L),
                                refused.getOrDefault(name, 0L))));
        return rows;
    }

    private static double kilobits(List<Round> rounds) {
        return Median.of(rounds.stream().map(Round::kilobits).toList());
    }

    private Round once(Press press) {
        CompletableFuture<Sample> pressing =
                CompletableFuture.supplyAsync(
                        () -> bench.run(press.traffic(), PRESSURE, press.perSecond()));
        Pause.take(LEAD);
        CompletableFuture<Integer> connections =
                CompletableFuture.supplyAsync(this::newConnections);
        double kilobits = download().orElse(0.0);
        return new Round(kilobits, connections.join(), pressing.join().offeredRate());
    }

    private Optional<Double> download() {
        String line =
                "iperf3 -c %s -B %s -R -f k -t %d".formatted(SERVER, DOWNLOADER, DOWNLOAD_SECONDS);
        Matcher rate = RATE.matcher(run(line).output());
        return rate.find() ? Optional.of(Double.valueOf(rate.group(1))) : Optional.empty();
    }

    private int newConnections() {
        int worked = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            String line =
                    "curl -sS -o /dev/null --max-time 3 --interface %s http://%s:%d/"
                            .formatted(DOWNLOADER, SERVER, HTTP);
            worked += run(line).exit() == 0 ? 1 : 0;
        }
        return worked;
    }

    private Shell.Outcome run(String line) {
        return Shell.run(List.of(("ip netns exec " + lan.name() + " " + line).split(" ")));
    }

    private long refusedNow() {
        return router.status().path("forward").path("ration").path("refused").asLong(0);
    }

    private long flowsNow() {
        return router.status().path("forward").path("flow").path("flows").asLong(0);
    }
}
