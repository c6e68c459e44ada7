package bauta.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * without state of an earlier run, on all cores. The concentrator's share, from its first PADI to
 * the open session, is shown apart: it holds the waiting for both ends and the concentrator's own
 * work, which a real one does faster or slower.
 */
public final class StartUp {
    private static final Path RESULT = Path.of("target", "bench", "start-up.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final Pattern PADI = Pattern.compile("(\\d+) padi ");
    private static final int ROUNDS = 9;

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
     * Runs the bench.
     *
     * @param words how many rounds, and options of the JVM after those of the image
     */
    public static void main(String[] words) throws IOException {
        int rounds = words.length == 0 ? ROUNDS : Integer.parseInt(words[0]);
        List<String> options = List.of(words).subList(Math.min(1, words.length), words.length);
        List<Round> all = new ArrayList<>();
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place provider = cleaner.keep(new Place("isp"));
            RouterLane lane = cleaner.keep(new RouterLane(lan, provider));
            for (int round = 0; round < rounds; round++) {
                all.add(once(lane, options));
            }
        }
        report(all, options);
        System.exit(0);
    }

    private static Round once(RouterLane lane, List<String> options) {
        String cpus = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        try (RouterProcess router = lane.start(cpus, options)) {
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

    private static void report(List<Round> all, List<String> options) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("to-open-millis", median(all.stream().map(Round::toOpenMillis).toList()));
        document.put("to-padi-millis", median(all.stream().map(Round::toPadiMillis).toList()));
        document.put("line-millis", median(all.stream().map(Round::lineMillis).toList()));
        document.put("rounds", all);
        document.put("jvm-options", jvmOptions(options));
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        System.out.printf(
                Locale.ROOT,
                "start to open uplink: %s ms (median of %d), of it the line (PADI to open): %s ms%n",
                document.get("to-open-millis"),
                all.size(),
                document.get("line-millis"));
        System.out.println("JVM options: " + document.get("jvm-options"));
        System.out.println("written to " + RESULT);
    }

    private static double median(List<Double> values) {
        return Math.round(Median.of(values) * 10) / 10.0;
    }

    private static List<String> jvmOptions(List<String> extra) throws IOException {
        List<String> options =
                new ArrayList<>(
                        Files.readAllLines(RouterProcess.JVM_OPTIONS).stream()
                                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                                .toList());
        options.addAll(extra);
        return options;
    }
}
