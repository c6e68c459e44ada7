package bauta.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets per second through the router and through the kernel, in one lab, by the same generator,
 * runs interleaved, medians. Only frames that arrive translated as they should count.
 *
 * <p>Who pays for what: CPU 0 runs the generator and, because a veth hands frames over on the
 * sender's CPU, what the next receiver does in its receive interrupt. For the kernel that is the
 * whole way to the sink, unless it hands packets to CPU 1 (the second kernel row). For the router
 * it is the sorting program and the copy into its ring; CPU 1 runs the router process, the kernel's
 * part of its transmit calls, and the sink.
 *
 * <p>Ends with 0 unless a frame was forwarded wrong.
 */
public final class PacketRate {
    private static final int GENERATOR_CPU = 0;
    private static final int ROUTER_CPU = 1;
    private static final Path RESULT = Path.of("target", "bench", "packet-rate.json");

    private final RateSettings settings;
    private final RateReport report = new RateReport();

    private PacketRate(RateSettings settings) {
        this.settings = settings;
    }

    /**
     * Runs the bench.
     *
     * @param words see {@link RateSettings#parse}
     */
    public static void main(String[] words) throws IOException {
        var bench = new PacketRate(RateSettings.parse(List.of(words)));
        System.exit(bench.run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place provider = cleaner.keep(new Place("isp"));
            measure(contenders(cleaner, lan, provider));
        } catch (InvalidBench e) {
            report.complain(String.valueOf(e.getMessage()));
        }
        System.out.print(report.table());
        report.write(RESULT, notes());
        System.out.println("written to " + RESULT);
        return report.valid();
    }

    private List<Contender> contenders(Cleaner cleaner, Place lan, Place provider) {
        List<Contender> contenders = new ArrayList<>();
        if (settings.who().contains("router")) {
            contenders.add(router(cleaner, lan, provider));
        }
        KernelRouter kernel = cleaner.keep(new KernelRouter(lan, provider));
        LaneBench lane = cleaner.keep(new LaneBench(kernel.lane(), GENERATOR_CPU));
        contenders.add(new Contender("kernel", lane, () -> kernel.steer(0), () -> Losses.NONE));
        contenders.add(
                new Contender(
                        "kernel-2-cores",
                        lane,
                        () -> kernel.steer(1 << ROUTER_CPU),
                        () -> Losses.NONE));
        return contenders.stream()
                .filter(contender -> settings.who().contains(contender.name()))
                .toList();
    }

    private static Contender router(Cleaner cleaner, Place lan, Place provider) {
        RouterLane router = cleaner.keep(new RouterLane(lan, provider));
        RouterProcess process = cleaner.keep(router.start(String.valueOf(ROUTER_CPU), List.of()));
        Lane lane = router.lane(router.session());
        return new Contender(
                "router",
                cleaner.keep(new LaneBench(lane, GENERATOR_CPU)),
                () -> {},
                process::losses);
    }

    private void measure(List<Contender> contenders) {
        warmUp(contenders);
        for (Scenario scenario : settings.scenarios()) {
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            for (int repeat = 0; repeat < settings.repeats(); repeat++) {
                for (Contender contender : contenders) {
                    samples.computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                            .add(once(contender, scenario, settings.slice()));
                }
            }
            report.add(scenario, samples);
            System.out.println(scenario);
        }
    }

    private void warmUp(List<Contender> contenders) {
        for (Contender contender : contenders) {
            for (boolean upstream : new boolean[] {true, false}) {
                once(contender, new Scenario(upstream, 60, 1000), settings.warmUp());
            }
        }
    }

    private Sample once(Contender contender, Scenario scenario, Duration duration) {
        contender.prepare().run();
        LaneBench bench = contender.bench();
        bench.open(scenario.frameBytes(), scenario.flows());
        Losses before = contender.losses().get();
        Sample sample =
                bench.run(
                        scenario.over(bench.lane().route()), duration, settings.framesPerSecond());
        return sample.with(contender.losses().get().minus(before));
    }

    private Map<String, Object> notes() {
        Map<String, Object> notes = new LinkedHashMap<>();
        notes.put("kernel-version", System.getProperty("os.version"));
        notes.put("cpus", Runtime.getRuntime().availableProcessors());
        notes.put("repeats", settings.repeats());
        notes.put("slice-millis", settings.slice().toMillis());
        notes.put("generator-cpu", GENERATOR_CPU);
        notes.put("router-cpu", ROUTER_CPU);
        return notes;
    }
}
