package bauta.bench;

import bauta.control.admin.StatusClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real router, started as an image starts it, in a namespace and on one CPU. */
final class RouterProcess implements AutoCloseable {
    /** The options of the image's JVM. */
    static final Path JVM_OPTIONS = Path.of("rootfs-overlay", "usr", "lib", "bauta", "jvm.options");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path JAR = Path.of("target", "bauta.jar");
    private static final String CONFIGURATION =
            """
            { "schema-version": 3,
              "ports": {"wan": "wan0", "lan1": "lan0"},
              "uplinks": [ {"name": "internet", "port": "wan", "type": "pppoe",
                            "user": "user@example.test", "password": "correct horse"} ] MORE }
            """;

    private final long startedNanos;
    private final Daemon daemon;
    private final Path controlSocket;

    private RouterProcess(long startedNanos, Daemon daemon, Path controlSocket) {
        this.startedNanos = startedNanos;
        this.daemon = daemon;
        this.controlSocket = controlSocket;
    }

    /**
     * Starts it; the links {@code wan0} and {@code lan0} are there.
     *
     * @param place where
     * @param cpus on which CPUs, as {@code taskset -c} takes them
     * @param directory for its configuration, state and log; {@code data} and {@code run} in it may
     *     hold state of an earlier process
     * @param extraOptions of the JVM, after those of the image
     * @param moreKeys of the configuration, with a comma before them, or empty
     */
    static RouterProcess start(
            Place place, String cpus, Path directory, List<String> extraOptions, String moreKeys) {
        Path folder = directory.toAbsolutePath();
        try {
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("run"));
            Files.writeString(
                    folder.resolve("bauta.json"), CONFIGURATION.replace("MORE", moreKeys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words =
                new ArrayList<>(
                        List.of("ip", "netns", "exec", place.name(), "taskset", "-c", cpus));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("@" + JVM_OPTIONS);
        words.addAll(extraOptions);
        words.addAll(List.of("-jar", JAR.toString()));
        words.addAll(List.of("--config", folder.resolve("bauta.json").toString()));
        words.addAll(List.of("--data", folder.resolve("data").toString()));
        words.addAll(List.of("--run", folder.resolve("run").toString()));
        long startedNanos = System.nanoTime();
        return new RouterProcess(
                startedNanos,
                new Daemon("router", folder.resolve("router.log"), words),
                folder.resolve("run").resolve("control.sock"));
    }

    /** Returns when it was started, on the machine's monotonic clock. */
    long startedNanos() {
        return startedNanos;
    }

    long pid() {
        return daemon.pid();
    }

    /** Returns its log so far. */
    String log() {
        return daemon.output();
    }

    /** Returns the options of the image's JVM, one each. */
    static List<String> imageOptions() throws IOException {
        return Files.readAllLines(JVM_OPTIONS).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Asks it how it is. */
    JsonNode status() {
        try {
            return JSON.readTree(StatusClient.fetch(controlSocket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what it has lost so far. */
    Losses losses() {
        return Losses.of(controlSocket);
    }

    /** Asks it to end and waits for that. */
    void stop(Duration limit) {
        daemon.stop(limit);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
