package bauta;

import bauta.control.admin.AdminServer;
import bauta.control.admin.StatusDocument;
import bauta.control.admin.UplinkView;
import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.PppoeUplink;
import bauta.control.config.Uplink;
import bauta.engine.Clock;
import bauta.engine.TableFile;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardStatus;
import bauta.forward.ForwardingPath;
import bauta.link.LinkLoop;
import bauta.link.LinkSettings;
import bauta.link.LinkStatus;
import bauta.link.PortStatus;
import bauta.link.TunSettings;
import bauta.link.XdpPort;
import bauta.uplink.FileSessionStore;
import bauta.uplink.SessionStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * Reads the configuration into a graph of parts, starts and stops it: the packet path first, then
 * the dial, then the services that may wait. {@link #close} goes the other way round.
 */
public final class Router implements AutoCloseable {
    /** Name of the Unix socket in the run folder. */
    static final String CONTROL_SOCKET = "control.sock";

    private static final String TABLES = "tables";
    private static final TunSettings TUN = new TunSettings("ppp0", "ppp0", 100, true);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Config config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Router(Config config) {
        this.config = config;
    }

    /** Returns the version of the software. */
    static String version() {
        return Optional.ofNullable(Router.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * Builds and starts everything.
     *
     * @param config what to be
     * @param data folder for state that lasts; made when missing
     * @param run folder for state of this boot; made when missing
     * @throws IOException when a folder, file or socket cannot be used
     * @throws bauta.linux.LinuxException when the kernel refuses something there is no way around
     */
    public static Router start(Config config, Path data, Path run) throws IOException {
        Router router = new Router(config);
        try {
            router.build(data, run);
            return router;
        } catch (IOException | RuntimeException e) {
            router.close();
            throw e;
        }
    }

    private void build(Path data, Path run) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(run);
        started(RunLock.take(run));
        LinkLoop loop = started(LinkLoop.open(LinkSettings.defaults()));
        DataPlane.Ports ports = ports(loop);
        ForwardSettings settings =
                ForwardSettings.ofCapacity(
                        config.flowTable().size(), new SecureRandom().nextLong());
        TableFile tables = tables(run, settings);
        ExecutorService worker = worker();
        SessionStore sessions = new FileSessionStore(data, worker);
        Services services = new Services(config, loop, ports.lans(), data, worker);
        DataPlane plane =
                loop.ask(() -> {
                    DataPlane made = new DataPlane(loop, config, ports, settings, tables);
                    for (Uplink uplink : config.uplinks()) {
                        made.dial((PppoeUplink) uplink, sessions, services::nameServers);
                    }
                    return made;
                });
        started(() -> loop.ask(() -> hangUp(plane)));
        started(services).start();
        started(AdminServer.open(run.resolve(CONTROL_SOCKET), () -> status(loop, plane, services)));
        report(loop.status());
    }

    private static void report(LinkStatus link) {
        for (PortStatus port : link.ports()) {
            if (port.state().equals("absent")) {
                Logger.warn(
                        "no such interface role={} device={}, waiting for it to appear",
                        port.role(),
                        port.device());
            }
            Logger.info(
                    "port opened role={} device={} state={} mode={} queues={} mtu={} mac={}",
                    port.role(),
                    port.device(),
                    port.state(),
                    port.mode(),
                    port.queues(),
                    port.mtuBytes(),
                    port.mac());
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

    private DataPlane.Ports ports(LinkLoop loop) {
        Map<String, XdpPort> wans = new LinkedHashMap<>();
        for (Uplink uplink : config.uplinks()) {
            wans.computeIfAbsent(
                    uplink.port(), role -> loop.openPort(Settings.wanPort(config, role)));
        }
        List<XdpPort> lans = new ArrayList<>();
        for (Network network : config.networks()) {
            lans.add(loop.openPort(Settings.lanPort(config, network)));
        }
        return new DataPlane.Ports(wans, lans, loop.openTun(TUN));
    }

    private TableFile tables(Path run, ForwardSettings settings) throws IOException {
        String bootId = Files.readString(BOOT_ID).strip();
        return started(
                TableFile.create(run.resolve(TABLES), bootId, ForwardingPath.sections(settings)));
    }

    private static Boolean hangUp(DataPlane plane) {
        plane.hangUp();
        return true;
    }

    private CompletionStage<StatusDocument> status(
            LinkLoop loop, DataPlane plane, Services services) {
        CompletableFuture<StatusDocument> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(document(loop, plane, services));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private static StatusDocument document(LinkLoop loop, DataPlane plane, Services services) {
        ForwardStatus forward = loop.ask(() -> plane.path().status());
        long now = Clock.system().nanos();
        Map<String, Long> drops =
                loop.allDrops().entrySet().stream()
                        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
        return new StatusDocument(
                version(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                plane.uplinks().stream().map(uplink -> UplinkView.of(uplink, now)).toList(),
                loop.status(),
                forward,
                services.dnsStatus(),
                services.dhcpStatus(),
                drops);
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
