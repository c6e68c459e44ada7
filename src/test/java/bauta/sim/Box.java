package bauta.sim;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.RuleCounters;
import bauta.engine.TableFile;
import bauta.engine.Timers;
import bauta.firewall.Zone;
import bauta.flow.FlowTransition;
import bauta.flow.HostTotals;
import bauta.flow.TrackedFlow;
import bauta.forward.ForwardLoop;
import bauta.forward.ForwardRules;
import bauta.forward.ForwardSettings;
import bauta.forward.ForwardStatus;
import bauta.forward.ForwardWays;
import bauta.forward.ForwardingPath;
import bauta.forward.LanNetwork;
import bauta.forward.UplinkAttachment;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyQuestion;
import bauta.link.FramePool;
import bauta.link.FrameReceiver;
import bauta.nat.ExternalAddressStatus;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The router under test between ports of memory: two networks of the house, one of visitors, one
 * uplink over PPPoE, and the TUN. After each call, and each timer of the router, somebody is told
 * what came of it.
 */
final class Box {
    static final int LANS = 3;
    static final int GUESTS = 2;
    static final int UPLINK_MTU = 1492;
    static final int SECOND_LAN_MTU = 1400;
    static final long WAN_MAC = 0x0200_0000_0202L;
    static final long AC_MAC = 0x0200_0000_0303L;
    static final int SESSION = 0x1234;
    private static final int FRAMES = 512;
    private static final List<Ipv4Address> MORE =
            List.of(new Ipv4Address(External.SECOND), new Ipv4Address(External.PAIR));
    private static final DropReason[] REASONS = DropReason.values();

    private final VirtualTime time;
    private final ForwardSettings settings;
    private final Consumer<Crossing> watcher;
    private final long[] dropsBefore = new long[REASONS.length];
    private final List<Emission> out = new ArrayList<>();
    private final SimPort[] lans = new SimPort[LANS];
    private final SimNeighbours[] neighbours = new SimNeighbours[LANS];
    private DropCounters drops;
    private FramePool pool;
    private SimPort wan;
    private SimPort tun;
    private ForwardingPath path;
    private ForwardRules rules = ForwardRules.standing();
    private final RuleCounters counters = new RuleCounters();
    private long heldBefore;
    private int address;
    private int life;
    private boolean up;
    private List<ExternalAddressStatus> portsBefore = List.of();

    Box(VirtualTime time, ForwardSettings settings, Consumer<Crossing> watcher) {
        this.time = time;
        this.settings = settings;
        this.watcher = watcher;
        this.pool = newPool();
        this.drops = new DropCounters();
        this.wan = port(Side.uplink(0), WAN_MAC, UPLINK_MTU);
        this.tun = port(Side.ROUTER, 0, UPLINK_MTU);
        this.path = newPath();
    }

    private static FramePool newPool() {
        return new FramePool(
                Unpooled.buffer(FRAMES * FramePool.CHUNK_BYTES, FRAMES * FramePool.CHUNK_BYTES));
    }

    private SimPort port(Side side, long mac, int mtuBytes) {
        return new SimPort(pool, side, mac, mtuBytes, out::add);
    }

    static int routerAddress(int lan) {
        return End.ip(192, 168, lan == GUESTS ? 99 : 87 + lan, 1);
    }

    static long lanMac(int lan) {
        return 0x0200_0000_0100L + lan;
    }

    private ForwardingPath newPath() {
        List<LanNetwork> networks = new ArrayList<>();
        for (int i = 0; i < LANS; i++) {
            lans[i] = port(Side.lan(i), lanMac(i), mtu(Side.lan(i)));
            neighbours[i] = new SimNeighbours(pool, drops, timers(), lans[i]);
            networks.add(network(i));
        }
        return new ForwardingPath(
                new ForwardLoop(pool, time, timers(), drops),
                new ForwardSettings(settings.flow(), settings.nat(), settings.seed() + 2L * life),
                TableFile.inMemory(ForwardingPath.sections(settings)),
                new ForwardWays(networks, tun, counters, (_, _) -> {}));
    }

    private LanNetwork network(int lan) {
        return new LanNetwork(
                lan,
                lans[lan],
                Ipv4Prefix.parse(End.text(routerAddress(lan)) + "/24"),
                neighbours[lan],
                lan == GUESTS ? Zone.GUEST : Zone.LAN);
    }

    /** Timers of this life of the router: what they do is a crossing; after a restart, nothing. */
    private Timers timers() {
        int itsLife = life;
        return new Timers() {
            @Override
            public long nanos() {
                return time.nanos();
            }

            @Override
            public Timer at(long deadlineNanos, Runnable task) {
                return time.at(
                        deadlineNanos,
                        () -> {
                            if (life == itsLife) {
                                act(task);
                            }
                        });
            }
        };
    }

    /** The router is started anew, with empty tables. */
    void restart() {
        path.close();
        life++;
        pool = newPool();
        drops = new DropCounters();
        java.util.Arrays.fill(dropsBefore, 0);
        heldBefore = 0;
        wan = port(Side.uplink(0), WAN_MAC, UPLINK_MTU);
        tun = port(Side.ROUTER, 0, UPLINK_MTU);
        path = newPath();
        path.rules(rules);
    }

    /** A frame comes in. */
    void give(Side side, byte[] frame) {
        Datagram packet = Framing.packetIn(side, frame);
        cross(side, packet, () -> receive(side, frame));
    }

    private void receive(Side side, byte[] frame) {
        FrameReceiver receiver =
                switch (side.kind()) {
                    case LAN -> path.lanReceiver(side.number());
                    case UPLINK -> path.wanReceiver();
                    case ROUTER -> path.tunReceiver();
                };
        int at = pool.allocate();
        if (at < 0) {
            throw new Violation("frames", "no frame is free: " + held() + " are held");
        }
        pool.memory().setBytes(at, frame);
        receiver.coming(at, frame.length);
        receiver.receive(at, frame.length);
        receiver.batchEnd();
    }

    /** Something else happens to the router. */
    void act(Runnable what) {
        cross(null, null, what);
    }

    private void cross(@Nullable Side side, @Nullable Datagram packet, Runnable what) {
        if (rules.behaviour().portBudget() == Scarcity.FEW) {
            portsBefore = path.status().nat().addresses();
        }
        what.run();
        List<DropReason> dropped = newDrops();
        long held = path.status().held();
        if (side == null && out.isEmpty() && dropped.isEmpty() && held == heldBefore) {
            return;
        }
        Crossing crossing =
                new Crossing(side, packet, List.copyOf(out), dropped, held - heldBefore);
        heldBefore = held;
        out.clear();
        watcher.accept(crossing);
    }

    private List<DropReason> newDrops() {
        List<DropReason> list = new ArrayList<>(1);
        for (int i = 0; i < REASONS.length; i++) {
            long now = drops.value(REASONS[i]);
            for (; dropsBefore[i] < now; dropsBefore[i]++) {
                list.add(REASONS[i]);
            }
        }
        return list;
    }

    /** The uplink comes up. */
    void attach(int itsAddress) {
        address = itsAddress;
        up = true;
        act(() ->
                path.attach(
                        new UplinkAttachment(
                                0,
                                "internet",
                                new Ipv4Address(itsAddress),
                                UPLINK_MTU,
                                wan,
                                WAN_MAC,
                                AC_MAC,
                                SESSION,
                                MORE)));
    }

    /** The uplink goes down. */
    void detach() {
        up = false;
        act(() -> path.detach(0));
    }

    /** Other rules. */
    void rules(ForwardRules now) {
        rules = now;
        act(() -> path.rules(now));
    }

    static int mtu(Side side) {
        return switch (side.kind()) {
            case UPLINK, ROUTER -> UPLINK_MTU;
            case LAN -> side.number() == 1 ? SECOND_LAN_MTU : 1500;
        };
    }

    boolean isUp() {
        return up;
    }

    /** Our address on the uplink. */
    int address() {
        return address;
    }

    /** Whether an address is one of those that we have on the uplink. */
    boolean isOurs(int ipv4) {
        return ipv4 == address || ipv4 == External.SECOND || ipv4 == External.PAIR;
    }

    /** The use of ports before what happened last; old while there are enough of them. */
    List<ExternalAddressStatus> portsBefore() {
        return portsBefore;
    }

    List<ExternalAddressStatus> ports() {
        return path.status().nat().addresses();
    }

    List<HostTotals> hosts() {
        return path.hosts();
    }

    SimNeighbours neighbours(int lan) {
        return neighbours[lan];
    }

    ForwardStatus status() {
        return path.status();
    }

    void flows(Consumer<TrackedFlow> seen) {
        path.flows(0, settings.flow().records(), seen);
    }

    long dropped() {
        return drops.total();
    }

    long dropped(DropReason reason) {
        return drops.value(reason);
    }

    RuleCounters counters() {
        return counters;
    }

    /** Asks the router what would become of a packet. */
    WhyAnswer why(WhyQuestion question) {
        return path.why(question);
    }

    /** The steps of the TCP states that were taken since the start of this life. */
    List<FlowTransition> transitions() {
        return path.transitions();
    }

    int records() {
        return settings.flow().records();
    }

    long held() {
        return heldBefore;
    }

    /** Frames that are neither free nor known to be held. */
    long lostFrames() {
        return pool.capacity() - pool.available() - held();
    }

    long sent() {
        long sum = wan.count() + tun.count();
        for (SimPort lan : lans) {
            sum += lan.count();
        }
        return sum;
    }
}
