package bauta.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The router as a box with a plug: started with the options it ships with, stopped in order, or
 * killed as by a power cut. Its data directory outlives it, its run directory is the tmpfs.
 */
final class RouterProcess {
    /** The router's address on the LAN. */
    static final String ADDRESS = "192.168.87.1";

    private static final Path OPTIONS = Path.of("rootfs-overlay/usr/lib/bauta/jvm.options");
    private static final Path JAR = Path.of("target/bauta.jar");
    private static final int STOP_SECONDS = 10;

    private final Lab lab;
    private final Path config;
    private final Path data;
    private final Path run;
    private LabProcess process;
    private long startedNanos;
    private int starts;

    private RouterProcess(Lab lab) {
        this.lab = lab;
        this.config = lab.file("bauta.json");
        this.data = lab.file("data");
        this.run = lab.file("run");
        configure("correct horse");
        this.process = launch();
    }

    /** Starts the router with the smallest configuration there is. */
    static RouterProcess start(Lab lab) {
        return new RouterProcess(lab);
    }

    /** Writes the configuration that the next start reads. */
    void configure(String password) {
        String text =
                """
                { "schema-version": 1,
                  "ports": {"wan": "%s", "lan1": "%s"},
                  "uplinks": [
                    { "name": "internet", "port": "wan", "type": "pppoe",
                      "user": "user@example.test", "password": "%s" } ] }
                """
                        .formatted(Lab.ROUTER_WAN, Lab.ROUTER_LAN, password);
        try {
            Files.createDirectories(data);
            Files.createDirectories(run);
            Files.writeString(config, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LabProcess launch() {
        List<String> line = new ArrayList<>();
        line.add(System.getProperty("java.home") + "/bin/java");
        if (Files.exists(OPTIONS)) {
            line.add("@" + OPTIONS.toAbsolutePath());
        }
        line.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        line.addAll(List.of("--config", config.toString()));
        line.addAll(List.of("--data", data.toString(), "--run", run.toString()));
        startedNanos = System.nanoTime();
        return lab.keep(lab.router().start(lab.file("router-" + ++starts + ".log"), line));
    }

    /** Starts it again after {@link #stop} or {@link #kill}. */
    void startAgain() {
        process = launch();
    }

    /** Asks it to end; says whether it did so within ten seconds. */
    boolean stop() {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
        return process.ended(STOP_SECONDS);
    }

    /** Cuts the power: SIGKILL. */
    void kill() {
        process.kill();
    }

    /** Empties the run directory, as a boot does. */
    void forgetRun() {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!file.equals(run)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.alive();
    }

    /** Returns when it was started, on the monotonic clock. */
    long startedNanos() {
        return startedNanos;
    }

    /** Returns what it logged since its last start. */
    String log() {
        return process.output();
    }

    /** Asks it how it is; an empty status when it does not answer. */
    RouterStatus status() {
        return RouterStatus.ask(run.resolve("control.sock"));
    }

    /** Waits until its status is as wished; says whether that came true. */
    boolean awaits(Duration limit, Predicate<RouterStatus> wish) {
        return Patience.until(limit, () -> wish.test(status()));
    }

    /** Waits until the uplink is up. */
    boolean awaitsUplink(Duration limit) {
        return awaits(limit, RouterStatus::up);
    }
}
