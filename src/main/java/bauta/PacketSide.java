package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.Uplink;
import bauta.engine.TableFile;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.link.LinkLoop;
import bauta.link.LinkSettings;
import bauta.link.TunSettings;
import bauta.link.XdpPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * The packet side of one configuration: router loop, ports, path, uplinks. What can change while
 * packets flow changes by {@link #adjust}; for the rest ({@link #fits}) the whole side is closed
 * and another one opened, in the same process. Any thread but the router loop.
 */
final class PacketSide implements AutoCloseable {
    private static final String TABLES = "tables";
    private static final TunSettings TUN = new TunSettings("ppp0", "ppp0", 100, true);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private volatile Frame frame;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<String, XdpPort> lans = new LinkedHashMap<>();
    private final LinkLoop loop;
    private final DataPlane plane;

    /** What cannot change while packets flow. */
    private record Frame(Map<String, String> ports, List<Object> networks, int flows) {
        static Frame of(Config config) {
            Map<String, String> used =
                    config.networks().stream()
                            .map(network -> network.ports().getFirst())
                            .distinct()
                            .collect(Collectors.toMap(role -> role, config::nic));
            for (Uplink uplink : config.uplinks()) {
                used.put(uplink.port(), config.nic(uplink.port()));
            }
            List<Object> networks =
                    config.networks().stream()
                            .<Object>map(n -> List.of(n.name(), n.ports(), n.zone(), n.address()))
                            .toList();
            return new Frame(used, networks, config.flowTable().size());
        }

        /** Returns this one with the ports that another one adds. */
        Frame and(Frame next) {
            Map<String, String> all = new HashMap<>(ports);
            all.putAll(next.ports());
            return new Frame(all, networks, flows);
        }

        /** Returns whether another one differs by nothing but ports that are new or not used. */
        boolean holds(Frame next) {
            boolean samePorts =
                    next.ports().entrySet().stream()
                            .allMatch(e ->
                                    ports.getOrDefault(e.getKey(), e.getValue())
                                            .equals(e.getValue()));
            return samePorts && networks.equals(next.networks) && flows == next.flows;
        }
    }

    private PacketSide(Config config, Path run, DialTools tools) throws IOException {
        this.frame = Frame.of(config);
        try {
            this.loop = started(LinkLoop.open(LinkSettings.defaults()));
            for (Network network : config.networks()) {
                lans.put(network.name(), loop.openPort(Settings.lanPort(config, network)));
            }
            ForwardSettings settings =
                    ForwardSettings.ofCapacity(
                            config.flowTable().size(), new SecureRandom().nextLong());
            TableFile tables = tables(run, settings);
            DataPlane.Inside inside =
                    new DataPlane.Inside(
                            networks(config), List.copyOf(lans.values()), loop.openTun(TUN));
            this.plane = loop.ask(() -> new DataPlane(loop, settings, tables, inside, tools));
            started(() -> onLoop(plane::close));
            onLoop(() -> plane.configure(config));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens everything; nothing is dialled yet.
     *
     * @param config what to be
     * @param run folder for the tables
     * @param tools what uplinks need
     * @throws IOException when a file cannot be used
     * @throws bauta.linux.LinuxException when the kernel refuses something there is no way around
     */
    static PacketSide open(Config config, Path run, DialTools tools) throws IOException {
        return new PacketSide(config, run, tools);
    }

    private <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    private void onLoop(Runnable task) {
        loop.ask(() -> {
            task.run();
            return true;
        });
    }

    private List<LanNetwork> networks(Config config) {
        List<LanNetwork> networks = new ArrayList<>();
        for (Network network : config.networks()) {
            XdpPort port = lan(network.name());
            networks.add(
                    new LanNetwork(
                            networks.size(), port, network.address(), loop.neighbours(port)));
        }
        return networks;
    }

    private TableFile tables(Path run, ForwardSettings settings) throws IOException {
        String bootId = Files.readString(BOOT_ID).strip();
        return started(
                TableFile.create(run.resolve(TABLES), bootId, ForwardingPath.sections(settings)));
    }

    /** Returns the router loop. */
    LinkLoop loop() {
        return loop;
    }

    /** Returns what lives on it. */
    DataPlane plane() {
        return plane;
    }

    /**
     * Returns the port of a network.
     *
     * @param network the name of one that it was opened with
     */
    XdpPort lan(String network) {
        XdpPort port = lans.get(network);
        if (port == null) {
            throw new IllegalArgumentException("no network " + network);
        }
        return port;
    }

    /** Returns whether {@link #adjust} can bring a configuration into force. */
    boolean fits(Config next) {
        return frame.holds(Frame.of(next));
    }

    /**
     * Brings a configuration into force that fits, without touching flows that it says nothing
     * about.
     *
     * @param next what to be
     */
    void adjust(Config next) {
        onLoop(() -> plane.configure(next));
        for (Network network : next.networks()) {
            lan(network.name()).input(Settings.input(next, network));
        }
        frame = frame.and(Frame.of(next));
    }

    /** Dials the uplinks. */
    void dial() {
        onLoop(plane::dial);
    }

    /** Ends the sessions. */
    void hangUp() {
        onLoop(plane::hangUp);
    }

    /** Ends the sessions, detaches the programs, puts the kernel's settings back. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                Logger.error(e, "packet side not closed in order");
            }
        }
    }
}
