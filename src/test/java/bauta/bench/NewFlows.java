package bauta.bench;

import bauta.bench.Traffic.Novelty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * New UDP flows per second through the router and through the kernel's masquerade, in one lab, runs
 * interleaved, medians. Every frame is the first of a flow. Both tables have the same bound, the
 * machine's {@code nf_conntrack_max}; both are full after the first moments, so that each new flow
 * pushes out an old one that was never answered: the steady state of a scan or a flood from inside.
 *
 * <p>The second row gives each flow an inside endpoint of its own too, so that the router makes a
 * mapping and finds a port for it; a mapping that does not depend on the peer needs a port for
 * itself, so the router's table is bounded by 49,152 there. Who pays for what: see {@link
 * PacketRate}.
 */
public final class NewFlows {
    private static final int GENERATOR_CPU = 0;
    private static final int ROUTER_CPU = 1;
    private static final int FRAME_BYTES = 60;
    private static final int ENDPOINTS = 49_152;
    private static final Path RESULT = Path.of("target", "bench", "new-flows.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final RateSettings settings;
    private final List<Row> rows = new ArrayList<>();
    private boolean valid = true;

    private NewFlows(RateSettings settings) {
        this.settings = settings;
    }

    /**
     * How many flows each may have.
     *
     * @param novelty what is new in each frame
     * @param router flows that the router may have
     * @param kernel flows that the kernel may have
     */
    record Bounds(Novelty novelty, int router, int kernel) {}

    /**
     * What one kind of new flows came to.
     *
     * @param bounds of both tables
     * @param routerLive flows that the router had at the end
     * @param kernelLive flows that the kernel had at the end
     * @param madePerFrame flows that the router says it made, by frames it sent
     * @param figures by contender
     */
    record Row(
            Bounds bounds,
            long routerLive,
            int kernelLive,
            double madePerFrame,
            Map<String, Figures> figures) {
        double ratio() {
            Figures router = figures.get("router");
            Figures kernel = figures.get("kernel");
            return router == null || kernel == null
                    ? 0
                    : router.forwardedPerSecond() / kernel.forwardedPerSecond();
        }
    }

    /**
     * Runs the bench.
     *
     * @param words see {@link RateSettings#parse}; rows of its table do not matter here
     */
    public static void main(String[] words) throws IOException {
        var bench = new NewFlows(RateSettings.parse(List.of(words)));
        System.exit(bench.run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place provider = cleaner.keep(new Place("isp"));
            RouterLane lane = cleaner.keep(new RouterLane(lan, provider));
            KernelRouter kernel = cleaner.keep(new KernelRouter(lan, provider));
            LaneBench kernelBench = cleaner.keep(new LaneBench(kernel.lane(), GENERATOR_CPU));
            measure(Novelty.PEER, kernelBound(), lane, kernel, kernelBench);
            measure(Novelty.ENDPOINT, ENDPOINTS, lane, kernel, kernelBench);
        } catch (InvalidBench e) {
            System.out.println("INVALID: " + e.getMessage());
            valid = false;
        }
        rows.forEach(NewFlows::print);
        write();
        return valid;
    }

    private void measure(
            Novelty novelty, int bound, RouterLane lane, KernelRouter kernel, LaneBench bench) {
        String keys = ", \"flow-table\": {\"size\": %d}".formatted(bound);
        try (RouterProcess router = lane.start(String.valueOf(ROUTER_CPU), List.of(), keys);
                LaneBench routerBench = new LaneBench(lane.lane(lane.session()), GENERATOR_CPU)) {
            List<Contender> contenders =
                    List.of(
                            new Contender("router", routerBench, () -> {}, router::losses),
                            new Contender(
                                    "kernel", bench, () -> kernel.steer(0), () -> Losses.NONE),
                            new Contender(
                                    "kernel-2-cores",
                                    bench,
                                    () -> kernel.steer(1 << ROUTER_CPU),
                                    () -> Losses.NONE));
            warmUp(contenders, novelty);
            JsonNode before = router.status().path("forward");
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            for (int repeat = 0; repeat < settings.repeats(); repeat++) {
                for (Contender contender : contenders) {
                    samples.computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                            .add(once(contender, novelty));
                }
            }
            add(new Bounds(novelty, bound, kernelBound()), before, router, kernel, samples);
        }
    }

    private void warmUp(List<Contender> contenders, Novelty novelty) {
        for (Contender contender : contenders) {
            contender.prepare().run();
            contender.bench().run(traffic(contender, novelty), settings.warmUp());
        }
    }

    private Sample once(Contender contender, Novelty novelty) {
        contender.prepare().run();
        Losses before = contender.losses().get();
        Sample sample = contender.bench().run(traffic(contender, novelty), settings.slice());
        return sample.with(contender.losses().get().minus(before));
    }

    private static Traffic traffic(Contender contender, Novelty novelty) {
        return Traffic.of(contender.bench().lane().route(), FRAME_BYTES, novelty);
    }

    /** Returns the bound of the machine; the file must be read at once, so not from here. */
    private static int kernelBound() {
        return Integer.parseInt(Shell.must("sysctl -n net.netfilter.nf_conntrack_max").strip());
    }

    private void add(
            Bounds bounds,
            JsonNode before,
            RouterProcess router,
            KernelRouter kernel,
            Map<String, List<Sample>> samples) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        samples.forEach((name, runs) -> figures.put(name, Figures.of(runs)));
        JsonNode after = router.status().path("forward");
        long made = count(after, "flow", "created") - count(before, "flow", "created");
        long sent = after.path("sent-wan").asLong(0) - before.path("sent-wan").asLong(0);
        rows.add(
                new Row(
                        bounds,
                        count(after, "flow", "flows"),
                        kernel.tracked(),
                        (double) made / Math.max(1, sent),
                        figures));
        valid &= figures.values().stream().allMatch(of -> of.wrong() == 0 && of.verified() > 0);
    }

    private static long count(JsonNode forward, String part, String key) {
        return forward.path(part).path(key).asLong(0);
    }

    private static void print(Row row) {
        System.out.printf(
                Locale.ROOT,
                "each frame a new %s: router's table %d (%d at the end), kernel's %d (%d);"
                        + " flows made per frame forwarded %.2f%n",
                row.bounds.novelty.name().toLowerCase(Locale.ROOT),
                row.bounds.router,
                row.routerLive,
                row.bounds.kernel,
                row.kernelLive,
                row.madePerFrame);
        row.figures.forEach((name, of) ->
                System.out.printf(
                        Locale.ROOT,
                        "  %-14s %7.1f thousand new flows per second (%.1f-%.1f), lost"
                                + " door/inside/way out %d/%d/%d, busy %s%n",
                        name,
                        of.forwardedPerSecond() / 1e3,
                        of.lowest() / 1e3,
                        of.highest() / 1e3,
                        of.losses().door(),
                        of.losses().inside(),
                        of.losses().wayOut(),
                        of.busy().stream().map(share -> Math.round(100 * share) + "%").toList()));
        System.out.printf(Locale.ROOT, "  ratio to the kernel %.2f%n", row.ratio());
    }

    private void write() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("valid", valid);
        document.put("kernel-version", System.getProperty("os.version"));
        document.put("repeats", settings.repeats());
        document.put("slice-millis", settings.slice().toMillis());
        document.put("rows", rows);
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        System.out.println("written to " + RESULT);
    }
}
