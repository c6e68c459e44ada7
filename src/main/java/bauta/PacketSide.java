package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.Uplink;
import bauta.engine.TableFile;
import bauta.forward.ForwardRules;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyQuestion;
import bauta.link.InputMap;
import bauta.link.LinkLoop;
import bauta.link.LinkSettings;
import bauta.link.Neighbours;
import bauta.link.TunSettings;
import bauta.link.XdpPort;
import bauta.service.mapping.MappingGate;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
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
    private final Map<String, Neighbours> neighbours = new HashMap<>();
    private final Map<String, Set<Integer>> opened = new HashMap<>();
    private final Map<String, Map<InputMap.Service, String>> openers = new HashMap<>();
    private Config config;
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
        this.config = config;
        try {
            this.loop = started(LinkLoop.open(LinkSettings.defaults()));
            for (Network network : config.networks()) {
                lans.put(network.name(), loop.openPort(Settings.lanPort(config, network)));
                openers.put(network.name(), Settings.openers(config, network));
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
            bringIn(config);
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
            Neighbours near = loop.neighbours(port);
            neighbours.put(network.name(), near);
            networks.add(
                    new LanNetwork(
                            networks.size(),
                            port,
                            network.address(),
                            near,
                            Settings.zone(network)));
        }
        return networks;
    }

    private TableFile tables(Path run, ForwardSettings settings) throws IOException {
        return started(
                TableFile.create(run.resolve(TABLES), bootId(), ForwardingPath.sections(settings)));
    }

    /** Returns what names this run of the kernel. */
    static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        bringIn(next);
        synchronized (opened) {
            config = next;
            next.networks().forEach(this::input);
        }
        frame = frame.and(Frame.of(next));
    }

    /**
     * Uplinks first, because rules speak of their numbers; compiled off the loop, swapped on it.
     */
    private void bringIn(Config next) {
        Map<String, Integer> uplinks = loop.ask(() -> plane.configure(next));
        ForwardRules rules =
                Settings.rules(next, uplinks, plane.slots(), plane.targets(), plane.ruleLog());
        onLoop(() -> plane.rules(rules));
        plane.slots().keepOnly(RuleSettings.slotNames(next));
    }

    /** What another rule opens now is closed first, so that its counters start anew. */
    private void input(Network network) {
        Map<InputMap.Service, String> next = Settings.openers(config, network);
        Map<InputMap.Service, String> before = openers.put(network.name(), next);
        Set<InputMap.Service> kept = new HashSet<>(next.keySet());
        if (before != null) {
            kept.removeIf(service ->
                    before.containsKey(service)
                            && !Objects.equals(next.get(service), before.get(service)));
        }
        input(network, new InputMap(kept));
        input(network, new InputMap(next.keySet()));
    }

    private void input(Network network, InputMap services) {
        InputMap input = services;
        for (int port : opened.getOrDefault(network.name(), Set.of())) {
            input = input.tcp(port);
        }
        lan(network.name()).input(input);
    }

    /**
     * Returns what the kernel took by itself for the router, by the id of the rule that lets it.
     */
    Map<String, InputMap.Taken> taken() {
        Map<String, InputMap.Taken> all = new HashMap<>();
        synchronized (opened) {
            lans.forEach((network, port) -> {
                Map<InputMap.Service, String> ids = openers.getOrDefault(network, Map.of());
                loop.ask(port::taken)
                        .forEach((service, taken) -> {
                            String id = ids.get(service);
                            if (id != null) {
                                all.merge(id, taken, InputMap.Taken::plus);
                            }
                        });
            });
        }
        return all;
    }

    /**
     * Does something while TCP to a port of ours is let in from a network, for a connection that
     * the router itself makes there.
     *
     * @param network its name
     * @param port of ours
     * @param work what to do
     */
    <T> T whileOpen(String network, int port, Supplier<T> work) {
        open(network, port, true);
        try {
            return work.get();
        } finally {
            open(network, port, false);
        }
    }

    private void open(String network, int port, boolean wanted) {
        synchronized (opened) {
            Set<Integer> ports = opened.computeIfAbsent(network, _ -> new HashSet<>());
            if (wanted) {
                ports.add(port);
            } else {
                ports.remove(port);
            }
            config.networks().stream().filter(n -> n.name().equals(network)).forEach(this::input);
        }
    }

    /**
     * Returns whether a host of a network has told its hardware address.
     *
     * @param network its name
     * @param host its address
     */
    boolean isThere(String network, Ipv4Address host) {
        Neighbours near = neighbours.get(network);
        return near != null && loop.ask(() -> near.macOf(host.bits()) != Neighbours.UNKNOWN);
    }

    /**
     * Walks a packet that does not exist along the path.
     *
     * @param question the packet
     */
    WhyAnswer why(WhyQuestion question) {
        return loop.ask(() -> plane.path().why(question));
    }

    /** Returns the way to mappings that leases hold. */
    MappingGate mappingGate() {
        return new LoopMappings(loop, plane.path());
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
