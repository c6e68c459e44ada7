package bauta;

import bauta.control.admin.AdminServer;
import bauta.control.admin.AdminSettings;
import bauta.control.admin.EventHub;
import bauta.control.config.Board;
import bauta.control.config.ChangeStatus;
import bauta.control.config.Config;
import bauta.control.config.ConfigDesk;
import bauta.control.config.ConfigStore;
import bauta.control.config.Problem;
import bauta.control.config.Reading;
import bauta.engine.Clock;
import bauta.engine.ExecutorTimers;
import bauta.engine.Incidents;
import bauta.engine.Timers;
import bauta.link.LinkStatus;
import bauta.link.PortStatus;
import bauta.uplink.FileSessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.tinylog.Logger;

/**
 * Puts the parts together, starts and stops them: the kept configuration, the packet side, the
 * dial, then the services that may wait, the desk for changes, and the admin server. {@link #close}
 * goes the other way round.
 */
public final class Router implements AutoCloseable {
    /** Name of the Unix socket in the run folder. */
    static final String CONTROL_SOCKET = "control.sock";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Router() {}

    /** Returns the version of the software. */
    static String version() {
        return Optional.ofNullable(Router.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * Builds and starts everything.
     *
     * @param places where things lie
     * @throws IOException when a folder, file or socket cannot be used, or there is no
     *     configuration to start with; the log has every problem of the one that was refused
     * @throws bauta.linux.LinuxException when the kernel refuses something there is no way around
     */
    public static Router start(Places places) throws IOException {
        Router router = new Router();
        try {
            router.build(places);
            return router;
        } catch (IOException | RuntimeException e) {
            router.close();
            throw e;
        }
    }

    private void build(Places places) throws IOException {
        Files.createDirectories(places.data());
        Files.createDirectories(places.run());
        started(RunLock.take(places.run()));
        ConfigStore store = ConfigStore.open(places.data(), board(places));
        Config config = config(store, places.config());
        ExecutorService worker = worker();
        Timers timers = timers();
        EventHub events = started(new EventHub());
        LateDoor door = new LateDoor();
        RunningRouter running =
                started(
                        new RunningRouter(
                                new RunningRouter.Around(
                                        places,
                                        new FileSessionStore(places.data(), worker),
                                        events,
                                        door,
                                        timers,
                                        worker)));
        started(door);
        running.open(config);
        ExecutorService changes = started(Executors.newVirtualThreadPerTaskExecutor());
        ConfigDesk desk = started(ConfigDesk.open(store, running, timers, changes));
        desk.listen(status -> tell(events, status));
        door.hang(
                AdminServer.open(
                        new AdminSettings(
                                places.run().resolve(CONTROL_SOCKET), places.data(), version()),
                        new RouterControl(running, desk),
                        events));
        running.parts().ifPresent(now -> report(now.side().loop().status()));
    }

    private static void tell(EventHub events, ChangeStatus status) {
        events.publish("config", status);
    }

    private static Board board(Places places) throws IOException {
        if (places.board().isEmpty()) {
            return Board.UNKNOWN;
        }
        Path file = places.board().get();
        return switch (Board.read(file)) {
            case Board.Reading.Accepted(Board board) -> board;
            case Board.Reading.Refused(List<Problem> problems) -> {
                log(file, problems);
                throw new IOException("the board file " + file + " cannot be used");
            }
        };
    }

    /** The file's when it says something new and is right, else what was kept. */
    private static Config config(ConfigStore store, Path file) throws IOException {
        store.troubles().forEach(trouble -> Logger.warn("{}", trouble.text(Locale.ENGLISH)));
        if (Files.exists(file)) {
            switch (store.takeOver(file)) {
                case Reading.Accepted(Config config) -> {
                    return config;
                }
                case Reading.Refused(List<Problem> problems) -> {
                    log(file, problems);
                    if (store.current().isEmpty()) {
                        throw new IOException("the configuration " + file + " cannot be used");
                    }
                    Logger.error("going on with the configuration that was kept last");
                }
            }
        }
        return switch (store.start()) {
            case Reading.Accepted(Config config) -> config;
            case Reading.Refused(List<Problem> problems) -> {
                log(file, problems);
                throw new IOException(
                        "there is no configuration, and without a board file the ports are unknown");
            }
        };
    }

    private static void log(Path file, List<Problem> problems) {
        problems.forEach(p -> Logger.error("{}: {}", file, p.text(Locale.ENGLISH)));
    }

    private static void report(LinkStatus link) {
        for (PortStatus port : link.ports()) {
            if (port.state().equals("absent")) {
                Logger.warn(
                        "no such interface role={} device={}, waiting for it to appear",
                        port.role(),
                        port.device());
            }
        }
        link.kernelSettings().forEach(change -> Logger.debug("kernel setting {}", change));
        Logger.info(
                "router started version={} frames={} kernel-settings={}",
                version(),
                link.frames(),
                link.kernelSettings().size());
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    /** Runs what may block, in order, off the router loop. */
    private ExecutorService worker() {
        return started(Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
    }

    /** Wakes services and the desk; its tasks only hand over. */
    private Timers timers() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("timers").factory());
        clock.setRemoveOnCancelPolicy(true);
        started(clock::shutdownNow);
        return new ExecutorTimers(clock, Clock.system(), () -> {}, Incidents.at("timers"));
    }

    /** Stops everything: sessions are ended, programs detached, the kernel's settings put back. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                Logger.error(e, "stop part={}", part.getClass().getSimpleName());
            }
        }
        Logger.info("router stopped");
    }
}
