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
final class RouterProcess implements AutoCloseable {
    /** The router's address on the LAN. */
    static final String ADDRESS = "192.168.87.1";

    private static final Path OPTIONS = Path.of("rootfs-overlay/usr/lib/bauta/jvm.options");
    private static final Path JAR = Path.of("target/bauta.jar");
    private static final Path COMMAND = Path.of("rootfs-overlay/usr/bin/bauta");
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(90);
    private static final int STOP_SECONDS = 10;
    private static final String BOARD =
            "{\"ports\": {\"wan\": \"%s\", \"lan1\": \"%s\"}}"
                    .formatted(Lab.ROUTER_WAN, Lab.ROUTER_LAN);

    private final Lab lab;
    private final Path folder;
    private final Path config;
    private final Path board;
    private final Path data;
    private final Path run;
    private LabProcess process;
    private long startedNanos;
    private int starts;

    private RouterProcess(Lab lab, Path folder, String configuration) {
        this.lab = lab;
        this.folder = folder;
        this.config = folder.resolve("bauta.json");
        this.board = folder.resolve("board.json");
        this.data = folder.resolve("data");
        this.run = folder.resolve("run");
        write(configuration);
        this.process = launch();
    }

    /** Starts the router with the smallest configuration there is. */
    static RouterProcess start(Lab lab) {
        return new RouterProcess(lab, lab.file(""), smallest("correct horse", ""));
    }

    /** Starts the router of {@code make run}: its page may be opened under loopback names too. */
    static RouterProcess startForBrowsers(Lab lab) {
        String names = "\"admin\": {\"names\": [\"localhost\", \"127.0.0.1\"]},";
        return new RouterProcess(
                lab, lab.file(""), smallest("correct horse", "").replaceFirst(",", ", " + names));
    }

    /**
     * Starts a router that has nothing to do with an earlier one.
     *
     * @param name of the folder for its files
     * @param configuration text of its {@code bauta.json}
     */
    static RouterProcess start(Lab lab, String name, String configuration) {
        return new RouterProcess(lab, lab.file(name), configuration);
    }

    /**
     * Starts a box as it comes out of its package: no configuration, only a board file that says
     * which NIC is which.
     *
     * @param name of the folder for its files
     */
    static RouterProcess fresh(Lab lab, String name) {
        return new RouterProcess(lab, lab.file(name), "");
    }

    /** Writes the configuration that the next start reads: the smallest, with this password. */
    void configure(String password) {
        write(smallest(password, ""));
    }

    /** Writes the configuration that the next start reads, with an MTU of its own. */
    void configureMtu(int mtuBytes) {
        write(smallest("correct horse", ", \"mtu\": " + mtuBytes));
    }

    private static String smallest(String password, String more) {
        return """
        { "schema-version": 1,
          "ports": {"wan": "%s", "lan1": "%s"},
          "uplinks": [
            { "name": "internet", "port": "wan", "type": "pppoe",
              "user": "user@example.test", "password": "%s"%s } ] }
        """
                .formatted(Lab.ROUTER_WAN, Lab.ROUTER_LAN, password, more);
    }

    private void write(String configuration) {
        try {
            Files.createDirectories(data);
            Files.createDirectories(run);
            if (configuration.isEmpty()) {
                Files.writeString(board, BOARD);
            } else {
                Files.writeString(config, configuration);
            }
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
        if (Files.exists(board)) {
            line.addAll(List.of("--board", board.toString()));
        }
        line.addAll(List.of("--data", data.toString(), "--run", run.toString()));
        startedNanos = System.nanoTime();
        starts++;
        return lab.keep(lab.router().start(logFile(), line));
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

    /** Returns the file it logs to since its last start. */
    Path logFile() {
        return folder.resolve("router-" + starts + ".log");
    }

    /** Returns the command line that prints its status, for a shell in the project's folder. */
    String statusCommand() {
        Path here = Path.of("").toAbsolutePath();
        return "JAVA_HOME=%s %s status --run %s"
                .formatted(System.getProperty("java.home"), COMMAND, here.relativize(run));
    }

    /** Runs the command {@code bauta} on the box, as a person there does. */
    Command.Outcome bauta(String... words) {
        List<String> line = new ArrayList<>(bauta());
        line.addAll(List.of(words));
        line.addAll(List.of("--run", run.toString()));
        return lab.router().run(COMMAND_LIMIT, line.toArray(String[]::new));
    }

    /** Runs the command {@code bauta} on a host of the LAN, for this router. */
    Command.Outcome bautaFrom(LanHost host, String... words) {
        List<String> line = new ArrayList<>(bauta());
        line.addAll(List.of(words));
        line.addAll(List.of("--router", ADDRESS));
        return host.home().run(COMMAND_LIMIT, line.toArray(String[]::new));
    }

    /** Returns a command line that answers the questions of another one with a line. */
    static List<String> answering(String line, List<String> command) {
        List<String> whole =
                new ArrayList<>(List.of("sh", "-c", "printf '%s\\n' \"$0\" | \"$@\"", line));
        whole.addAll(command);
        return whole;
    }

    /** Sets the password of the administrator, on the box. */
    Command.Outcome password(String password) {
        List<String> line = new ArrayList<>(bauta());
        line.addAll(List.of("password", "--run", run.toString()));
        return lab.router().run(COMMAND_LIMIT, answering(password, line).toArray(String[]::new));
    }

    /** Logs a host of the LAN in by the password, once. */
    Command.Outcome logIn(LanHost host, String password, String fingerprint) {
        List<String> line = new ArrayList<>(bauta());
        line.addAll(List.of("login", "--router", ADDRESS, "--fingerprint", fingerprint));
        return host.home().run(COMMAND_LIMIT, answering(password, line).toArray(String[]::new));
    }

    private List<String> bauta() {
        return List.of(
                "env",
                "LANG=C.UTF-8",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "HOME=" + folder.toAbsolutePath(),
                COMMAND.toAbsolutePath().toString());
    }

    /** Returns its API on the Unix socket. */
    RouterApi api() {
        return new RouterApi(run.resolve("control.sock"));
    }

    /** Asks it how it is; an empty status when it does not answer. */
    RouterStatus status() {
        return RouterStatus.ask(run.resolve("control.sock"));
    }

    /** Waits until its status is as wished, as long as it lives; says whether that came true. */
    boolean awaits(Duration limit, Predicate<RouterStatus> wish) {
        return Patience.until(limit, () -> wish.test(status()) || !alive()) && wish.test(status());
    }

    /** Waits until the uplink is up. */
    boolean awaitsUplink(Duration limit) {
        return awaits(limit, RouterStatus::up);
    }

    @Override
    public void close() {
        if (!stop()) {
            kill();
        }
    }
}
