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
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long the router takes from the start of its process to an open uplink, in the lab: each time
 * without state of an earlier run, on all cores, with the options of the image, and with a cache of
 * classes and profiles on top that one run before has trained. The line's share, from the first
 * PADI at the concentrator to the open session, is shown apart: it holds the concentrator's own
 * work, which a real one does faster or slower.
 */
public final class StartUp {
    private static final Path RESULT = Path.of("target", "bench", "start-up.json");
    private static final Path CACHE = Path.of("target", "bench", "start-up.aot");
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(1);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Pattern PADI = Pattern.compile("(\\d+) padi ");
    private static final int ROUNDS = 7;

    private StartUp() {}

    /**
     * One start.
     *
     * @param toPadiMillis from the start of the process to its first PADI at the concentrator
     * @param toOpenMillis from the start of the process to the open session
     */
    record Round(double toPadiMillis, double toOpenMillis) {
        double lineMillis() {
            return toOpenMillis - toPadiMillis;
        }
    }

    /**
     * What the rounds of one way to start come to.
     *
     * @param toOpenMillis median from the start of the process to the open session
     * @param toPadiMillis median from the start of the process to its first PADI
     * @param lineMillis median of the rest
     * @param jvmOptions all options of the JVM
     * @param rounds every start
     */
    record Figure(
            double toOpenMillis,
            double toPadiMillis,
            double lineMillis,
            List<String> jvmOptions,
            List<Round> rounds) {
        static Figure of(List<Round> rounds, List<String> extraOptions) throws IOException {
            List<String> options = new ArrayList<>(RouterProcess.imageOptions());
            options.addAll(extraOptions);
            return new Figure(
                    Median.of(rounds.stream().map(Round::toOpenMillis).toList()),
                    Median.of(rounds.stream().map(Round::toPadiMillis).toList()),
                    Median.of(rounds.stream().map(Round::lineMillis).toList()),
                    options,
                    rounds);
        }
    }

    /**
     * Runs the bench.
     *
     * @param words how many rounds, if not seven
     */
    public static void main(String[] words) throws IOException {
        int rounds = words.length == 0 ? ROUNDS : Integer.parseInt(words[0]);
        List<Round> plain = new ArrayList<>();
        List<Round> cached = new ArrayList<>();
        List<String> withCache = List.of("-XX:AOTCache=" + CACHE);
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place provider = cleaner.keep(new Place("isp"));
            RouterLane lane = cleaner.keep(new RouterLane(lan, provider));
            train(lane);
            for (int round = 0; round < rounds; round++) {
                plain.add(once(lane, List.of()));
                cached.add(once(lane, withCache));
            }
        }
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("image", Figure.of(plain, List.of()));
        figures.put("image-and-cache", Figure.of(cached, withCache));
        report(figures);
        System.exit(0);
    }

    private static void train(RouterLane lane) throws IOException {
        Files.createDirectories(CACHE.toAbsolutePath().getParent());
        Files.deleteIfExists(CACHE);
        try (RouterProcess router = lane.start(allCpus(), List.of("-XX:AOTCacheOutput=" + CACHE))) {
            lane.session();
            router.stop(TRAINING_LIMIT);
        }
    }

    private static Round once(RouterLane lane, List<String> options) {
        try (RouterProcess router = lane.start(allCpus(), options)) {
            Line.Session session = lane.session();
            long begin = router.startedNanos();
            long padi =
                    PADI.matcher(lane.line().told())
                            .results()
                            .map(found -> Long.parseLong(found.group(1)))
                            .filter(nanos -> nanos - begin > 0)
                            .findFirst()
                            .orElseThrow();
            return new Round((padi - begin) / 1e6, (session.nanos() - begin) / 1e6);
        }
    }

    private static String allCpus() {
        return "0-" + (Runtime.getRuntime().availableProcessors() - 1);
    }

    private static void report(Map<String, Figure> figures) throws IOException {
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(figures));
        figures.forEach((name, figure) ->
                System.out.printf(
                        Locale.ROOT,
                        "start-up, %s: %.0f ms to the open uplink (median of %d),"
                                + " %.0f to the first PADI, %.0f on the line%n    %s%n",
                        name,
                        figure.toOpenMillis(),
                        figure.rounds().size(),
                        figure.toPadiMillis(),
                        figure.lineMillis(),
                        String.join(" ", figure.jvmOptions())));
        System.out.println("written to " + RESULT);
    }
}
