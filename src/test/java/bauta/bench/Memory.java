package bauta.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resident memory of the router process, idle and with 65,536 flows that the generator opened. The
 * frames of the rings (UMEM) and the flow tables are shown apart, as far as the process's memory
 * map names them; BPF maps are not the process's memory and are asked from the kernel.
 */
public final class Memory {
    private static final Path RESULT = Path.of("target", "bench", "memory.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The JVM gives back what its compilers took at start every 10 seconds. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final int FLOWS = 65_536;
    private static final int FRAME_BYTES = 60;
    private static final int GENERATOR_CPU = 0;
    private static final Pattern SMAPS =
            Pattern.compile("(?m)^(Rss|Pss|Shared_Dirty|Private_Dirty): +(\\d+) kB$");

    private Memory() {}

    /**
     * Runs the bench.
     *
     * @param words options of the JVM after those of the image
     */
    public static void main(String[] words) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        try (var cleaner = new Cleaner()) {
            Place lan = cleaner.keep(new Place("lan"));
            Place provider = cleaner.keep(new Place("isp"));
            RouterLane lane = cleaner.keep(new RouterLane(lan, provider));
            RouterProcess router = cleaner.keep(lane.start("1", List.of(words)));
            LaneBench bench = cleaner.keep(new LaneBench(lane.lane(lane.session()), GENERATOR_CPU));
            document.put("idle", resident(router.pid()));
            document.put("flows-opened", bench.openMost(FRAME_BYTES, FLOWS));
            Pause.take(SETTLING);
            document.put("with-flows", resident(router.pid()));
            document.put("largest-maps-kb", largest(router.pid()));
        }
        Files.createDirectories(RESULT.toAbsolutePath().getParent());
        Files.writeString(RESULT, JSON.writeValueAsString(document));
        document.forEach((what, value) -> System.out.printf(Locale.ROOT, "%s: %s%n", what, value));
        System.out.println("written to " + RESULT);
        System.exit(0);
    }

    private static Map<String, Long> resident(long pid) throws IOException {
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        SMAPS.matcher(Files.readString(Path.of("/proc/" + pid + "/smaps_rollup")))
                .results()
                .forEach(row -> kilobytes.put(row.group(1), Long.valueOf(row.group(2))));
        return kilobytes;
    }

    /** Returns the mappings that keep most memory resident: name or permissions, and kilobytes. */
    private static List<String> largest(long pid) throws IOException {
        return Pattern.compile(
                        "(?m)^[0-9a-f]+-[0-9a-f]+ (\\S+) \\S+ \\S+ \\S+ *(.*)\\n(?:.*\\n)*?Rss: +(\\d+) kB")
                .matcher(Files.readString(Path.of("/proc/" + pid + "/smaps")))
                .results()
                .sorted((a, b) -> Long.compare(kilobytes(b), kilobytes(a)))
                .limit(12)
                .map(map -> map.group(3) + " " + map.group(1) + " " + map.group(2))
                .toList();
    }

    private static long kilobytes(MatchResult map) {
        return Long.parseLong(map.group(3));
    }
}
