package bauta;

import bauta.control.config.Config;
import bauta.control.config.PppoeUplink;
import bauta.control.config.Uplink;
import bauta.engine.RuleCounters;
import bauta.engine.RuleSlots;
import bauta.engine.TableFile;
import bauta.firewall.RuleLogBook;
import bauta.forward.ForwardLoop;
import bauta.forward.ForwardRules;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardWays;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.link.LinkLoop;
import bauta.link.TunPort;
import bauta.link.XdpPort;
import bauta.nat.Mappings;
import bauta.nat.TargetSlots;
import bauta.pppoe.PppoeHandler;
import bauta.uplink.UplinkStatus;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Everything that lives on the router loop, connected: ports, the packet path, the uplinks. Built
 * and used on that loop only, {@link #uplinks} apart.
 */
final class DataPlane {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, PppoeHandler> handlers = new HashMap<>();
    private final Map<String, Dial> dials = new LinkedHashMap<>();
    private final LinkLoop loop;
    private final TunPort tun;
    private final ForwardingPath path;
    private final RuleCounters counters = new RuleCounters();
    private final RuleSlots slots = new RuleSlots(counters);
    private final TargetSlots targets = new TargetSlots();
    private final RuleLogBook ruleLog = new RuleLogBook();
    private final DialTools tools;
    private volatile List<bauta.uplink.PppoeUplink> uplinks = List.of();
    private boolean dialling;

    /**
     * An uplink that is configured.
     *
     * @param config as it was when it was made
     * @param id its number
     * @param uplink what dials
     * @param line what it means for the rest
     */
    private record Dial(PppoeUplink config, int id, bauta.uplink.PppoeUplink uplink, Line line) {
        /** Returns whether another configuration asks for the same session. */
        boolean serves(PppoeUplink other) {
            return config.port().equals(other.port())
                    && Settings.uplink(id, config).equals(Settings.uplink(id, other));
        }
    }

    /**
     * Connects the inside and the path; there is no uplink yet.
     *
     * @param loop the router loop
     * @param settings sizes of the tables
     * @param tables where the tables lie
     * @param inside what was opened
     * @param tools what uplinks need from outside the loop
     */
    DataPlane(
            LinkLoop loop,
            ForwardSettings settings,
            TableFile tables,
            Inside inside,
            DialTools tools) {
        this.loop = loop;
        this.tun = inside.tun();
        this.tools = tools;
        this.path =
                new ForwardingPath(
                        new ForwardLoop(loop.pool(), loop.clock(), loop.timers(), loop.drops()),
                        settings,
                        tables,
                        new ForwardWays(inside.networks(), tun, counters, this::unknownSession));
        tun.receiver(path.tunReceiver());
        for (int i = 0; i < inside.lans().size(); i++) {
            inside.lans().get(i).receivers(path.lanReceiver(i), path.lanReceiver(i));
        }
    }

    /**
     * The ports of the inside.
     *
     * @param networks as packets see them
     * @param lans their ports, in the same order
     * @param tun the router itself
     */
    record Inside(List<LanNetwork> networks, List<XdpPort> lans, TunPort tun) {}

    private void unknownSession(long acMac, int sessionId) {
        for (PppoeHandler handler : handlers.values()) {
            handler.unknownSession(acMac, sessionId);
            return;
        }
    }

    /**
     * Brings what the configuration says about uplinks into force. Uplinks that it says nothing new
     * about go on; one whose settings changed ends its session and dials anew, one that is gone
     * ends for good.
     *
     * @param config what to be
     * @return the numbers of the uplinks by their names
     */
    Map<String, Integer> configure(Config config) {
        Map<String, PppoeUplink> wanted = new LinkedHashMap<>();
        for (Uplink uplink : config.uplinks()) {
            wanted.put(uplink.name(), (PppoeUplink) uplink);
        }
        for (Dial dial : List.copyOf(dials.values())) {
            PppoeUplink next = wanted.get(dial.config().name());
            if (next == null || !dial.serves(next)) {
                end(dial, next == null);
            }
        }
        wanted.values().forEach(uplink -> openPort(config, uplink));
        wanted.values().forEach(this::put);
        for (Dial dial : dials.values()) {
            String name = dial.config().name();
            dial.line().further(RuleSettings.furtherAddresses(config, name));
        }
        uplinks =
                dials.values().stream()
                        .sorted(Comparator.comparingInt(Dial::id))
                        .map(Dial::uplink)
                        .toList();
        return dials.values().stream()
                .collect(Collectors.toMap(dial -> dial.config().name(), Dial::id));
    }

    /**
     * Brings rules into force, all at once.
     *
     * @param rules compiled for the uplinks as they are
     */
    void rules(ForwardRules rules) {
        path.rules(rules);
    }

    private void end(Dial dial, boolean forGood) {
        dial.uplink().stop();
        dials.remove(dial.config().name());
        if (forGood) {
            path.forget(dial.id());
        }
        tools.ended(dial.config().name());
    }

    private void openPort(Config config, PppoeUplink uplink) {
        String role = uplink.port();
        PppoeHandler known = handlers.get(role);
        if (known != null) {
            ((XdpPort) known.port()).mtu(Settings.wanPort(config, role).mtuBytes());
            return;
        }
        XdpPort port = loop.openPort(Settings.wanPort(config, role));
        PppoeHandler handler = new PppoeHandler(loop.pool(), port, loop.clock(), loop.drops());
        handlers.put(role, handler);
        port.receivers(handler, path.wanReceiver());
        port.carrierListener(isUp -> carrier(role, isUp));
    }

    private void carrier(String role, boolean isUp) {
        for (Dial dial : List.copyOf(dials.values())) {
            if (dial.config().port().equals(role)) {
                dial.uplink().carrier(isUp);
            }
        }
    }

    private void put(PppoeUplink config) {
        Dial known = dials.get(config.name());
        if (known != null) {
            dials.put(config.name(), new Dial(config, known.id(), known.uplink(), known.line()));
            return;
        }
        int id = freeId();
        PppoeHandler handler = handler(config.port());
        Line line = new Line(config, handler.port(), path, tun, tools);
        bauta.uplink.PppoeUplink uplink =
                new bauta.uplink.PppoeUplink(
                        Settings.uplink(id, config),
                        new bauta.uplink.PppoeUplink.Surroundings(
                                handler,
                                loop.timers(),
                                random,
                                tools.sessions(),
                                () -> path.lastReceivedNanos(id),
                                line));
        dials.put(config.name(), new Dial(config, id, uplink, line));
        if (dialling) {
            uplink.start();
        }
    }

    private int freeId() {
        Set<Integer> taken = dials.values().stream().map(Dial::id).collect(Collectors.toSet());
        return IntStream.range(0, Mappings.MAX_UPLINKS)
                .filter(id -> !taken.contains(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("too many uplinks"));
    }

    private PppoeHandler handler(String role) {
        PppoeHandler handler = handlers.get(role);
        if (handler == null) {
            throw new IllegalStateException("no port has the role " + role);
        }
        return handler;
    }

    /** Dials every uplink, those that come later too. */
    void dial() {
        dialling = true;
        dials.values().forEach(dial -> dial.uplink().start());
    }

    /** Ends every session, as a clean stop does, and dials no more. */
    void hangUp() {
        dialling = false;
        dials.values().forEach(dial -> dial.uplink().stop());
    }

    /** Returns what packets are counted in by rule; any thread may read. */
    RuleCounters counters() {
        return counters;
    }

    /** Returns what remembers the targets of forwards over changes; one thread at a time. */
    TargetSlots targets() {
        return targets;
    }

    /** Returns who gives each rule its place in the counters; any thread. */
    RuleSlots slots() {
        return slots;
    }

    /** Returns what the log tells of rules; any thread. */
    RuleLogBook ruleLog() {
        return ruleLog;
    }

    /** Returns the packet path. */
    ForwardingPath path() {
        return path;
    }

    /** Returns where each uplink stands; any thread. */
    List<UplinkStatus> uplinks() {
        return uplinks.stream().map(bauta.uplink.PppoeUplink::status).toList();
    }

    /** Returns the names of the uplinks by their numbers. */
    Map<Integer, String> names() {
        return dials.values().stream()
                .collect(Collectors.toMap(Dial::id, dial -> dial.config().name()));
    }

    /** Ends every session and the path. */
    void close() {
        hangUp();
        path.close();
    }
}
