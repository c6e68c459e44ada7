package bauta.forward;

import bauta.alg.Algs;
import bauta.engine.Clock;
import bauta.engine.ColdExit;
import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.RuleCounters;
import bauta.engine.TableFile;
import bauta.engine.TokenBucket;
import bauta.flow.FiveTuple;
import bauta.flow.FlowListener;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.flow.Lookahead;
import bauta.forward.policy.UplinkUp;
import bauta.link.FramePool;
import bauta.nat.ExplicitMappings;
import bauta.nat.Mappings;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** What the stages of the path share. Router loop only. */
final class PathState {
    private static final long PICK_UP_NANOS = 300_000_000_000L;

    final FramePool pool;
    final ByteBuf buf;
    final Clock clock;
    final FlowTable flows;
    final Lookahead lookahead;
    final ComingPackets coming;
    final Mappings mappings;
    final ExplicitMappings explicit;
    final Algs algs;
    final Lan[] lans;
    final @Nullable Uplink[] uplinks = new Uplink[Mappings.MAX_UPLINKS];
    final TokenBucket errorBucket;
    final Targets targets = new Targets(this);
    final UplinkUp ups = new Ups();
    private final int[] flowsOfUplink = new int[Mappings.MAX_UPLINKS];
    final RuleCounters counters;
    final FlowRation ration;
    ForwardRules rules;

    /** How often the rules have been swapped. */
    int rulesSwapped;

    /** Whether somebody wants to see packets of one conversation. */
    boolean tracing;

    final Tracer tracer = new Tracer(this);

    /** Until when connections without a flow are picked up; the past when an address changed. */
    long pickUpEndNanos;

    private final DropCounters drops;
    private long dropped;
    private DropReason lastReason = DropReason.NONE;
    long generated;

    PathState(ForwardLoop loop, ForwardSettings settings, TableFile tables, ForwardWays ways) {
        this.pool = loop.pool();
        this.buf = pool.memory();
        this.clock = loop.clock();
        this.drops = loop.drops();
        this.counters = ways.counters();
        this.rules = ForwardRules.standing();
        this.lans = ways.lans().stream().map(Lan::new).toArray(Lan[]::new);
        this.mappings = new Mappings(tables, settings.nat(), settings.seed());
        this.explicit = new ExplicitMappings(mappings);
        long now = clock.nanos();
        this.pickUpEndNanos = now + PICK_UP_NANOS;
        this.flows = new FlowTable(tables, settings.flow(), settings.seed(), now, new Endings());
        this.ration = new FlowRation(clock, flows, settings.seed());
        this.algs = new Algs(flows, mappings, clock);
        this.errorBucket =
                new TokenBucket(
                        ForwardSettings.ERRORS_PER_SECOND, ForwardSettings.ERROR_BURST, now);
        this.lookahead = flows.lookahead();
        this.coming = new ComingPackets(buf, lookahead);
    }

    /** Gives back what a flow held. */
    private final class Endings implements FlowListener {
        @Override
        public void ending(int flow) {
            algs.ended(flow);
            release(flows.mapping(flow));
            release(flows.peerMapping(flow));
            countFlow(flows.uplink(flow), -1);
            int target = flows.target(flow);
            if (target >= 0) {
                changed(flow, flows.state(flow), FlowState.FREE);
                rules.forwards().ended(target);
            }
        }

        @Override
        public void changed(int flow, int before, int after) {
            int delta = (FlowState.isActive(after) ? 1 : 0) - (FlowState.isActive(before) ? 1 : 0);
            if (delta != 0) {
                rules.forwards().activeChanged(flows.target(flow), delta);
            }
        }
    }

    /** Gives a mapping back that a flow held; -1 is none. */
    void release(int mapping) {
        if (mapping != Mappings.NONE) {
            mappings.release(mapping);
        }
    }

    /** Ends a frame: counts the reason and gives its memory back. */
    @HotPath
    void drop(int at, DropReason reason) {
        pool.release(at);
        count(reason);
    }

    /** Ends a packet whose headers have been read. */
    @HotPath
    void drop(Packet packet, DropReason reason) {
        if (tracing) {
            traceDropped(packet, reason);
        }
        drop(packet.at, reason);
    }

    @ColdExit
    private void traceDropped(Packet packet, DropReason reason) {
        tracer.dropped(reason, packet.at);
    }

    /** Counts the end of a frame whose memory lives on, as an answer to it. */
    @HotPath
    void count(DropReason reason) {
        drops.count(reason);
        dropped++;
        lastReason = reason;
    }

    /** Counts a packet for a rule; -1 is none. */
    @HotPath
    void count(int slot, int bytes) {
        if (slot >= 0) {
            counters.count(slot, bytes);
        }
    }

    /** Lets {@link #lastReason} be none until something is dropped. */
    void forgetReason() {
        lastReason = DropReason.NONE;
    }

    /** Returns the reason counted last. */
    DropReason lastReason() {
        return lastReason;
    }

    long dropped() {
        return dropped;
    }

    long dropped(DropReason reason) {
        return drops.value(reason);
    }

    /** What policies with several uplinks ask. */
    private final class Ups implements UplinkUp {
        @Override
        public boolean isUp(int number) {
            Uplink uplink = uplinks[number];
            return uplink != null && uplink.up;
        }

        @Override
        public int flows(int number) {
            return flowsOfUplink[number];
        }
    }

    /** Counts the flows of an uplink; -1 is none. */
    void countFlow(int uplink, int delta) {
        if (uplink >= 0) {
            flowsOfUplink[uplink] += delta;
        }
    }

    /** Returns the uplink for new flows: the lowest that is up, or null. */
    @Nullable Uplink defaultUplink() {
        for (Uplink uplink : uplinks) {
            if (uplink != null && uplink.up) {
                return uplink;
            }
        }
        return null;
    }

    /** Returns the uplink of a flow; one that has flows has been attached once. */
    @HotPath
    Uplink uplinkOf(int flow) {
        Uplink uplink = uplinks[flows.uplink(flow)];
        assert uplink != null : "a flow of an uplink that never was";
        return uplink;
    }

    /** Returns the uplink of a side that packets came in by. */
    @HotPath
    Uplink uplinkAt(int side) {
        Uplink uplink = uplinks[side & 0xff];
        assert uplink != null : "a packet from an uplink that never was";
        return uplink;
    }

    /** Returns the LAN of a side, or null for the router's own. */
    @HotPath
    @Nullable Lan lanOf(int side) {
        int index = side & 0xff;
        return side >>> 8 == 1 && index < lans.length ? lans[index] : null;
    }

    /** Returns the longest packet that a side takes, in bytes; the router itself takes any. */
    @HotPath
    int mtuOf(int side) {
        Lan lan = lanOf(side);
        if (lan != null) {
            return lan.network.port().mtuBytes();
        }
        return side == FiveTuple.SIDE_ROUTER
                ? Ipv4Header.MAX_TOTAL_LENGTH
                : uplinkAt(side).mtuBytes;
    }

    /** Returns whether packets can leave by a side: not by an uplink without a session. */
    @HotPath
    boolean isUp(int side) {
        return !FiveTuple.isUplink(side) || uplinkAt(side).up;
    }

    /** Returns the LAN that an address lies in, or null. */
    @HotPath
    @Nullable Lan lanAround(int ipv4) {
        for (Lan lan : lans) {
            if (lan.contains(ipv4)) {
                return lan;
            }
        }
        return null;
    }

    /** Returns the LAN on which the router has an address, or null. */
    @Nullable Lan lanWithAddress(int ipv4) {
        for (Lan lan : lans) {
            if (lan.address == ipv4) {
                return lan;
            }
        }
        return null;
    }

    /** Returns the uplink that is up and owns an external address, or null. */
    @Nullable Uplink uplinkWithAddress(int ipv4) {
        for (Uplink uplink : uplinks) {
            if (uplink != null && uplink.up && uplink.owns(ipv4)) {
                return uplink;
            }
        }
        return null;
    }

    /** Returns whether an address is one of the router's, on either side. */
    boolean isOurs(int ipv4) {
        return lanWithAddress(ipv4) != null || uplinkWithAddress(ipv4) != null;
    }

    /**
     * Returns whether a packet goes between the house and an uplink on which hosts keep their own
     * addresses: such a packet, and each piece of one, is judged by its header alone.
     */
    boolean isRouted(Packet packet) {
        Lan to = lanAround(packet.destination());
        if (FiveTuple.isUplink(packet.side)) {
            return to != null && uplinkAt(packet.side).use == UplinkUse.ROUTE;
        }
        Uplink uplink = defaultUplink();
        return uplink != null
                && uplink.use == UplinkUse.ROUTE
                && packet.side != FiveTuple.SIDE_ROUTER
                && to == null
                && !isOurs(packet.destination());
    }

    /** Returns whether connections that run already are picked up: for a while after the start. */
    boolean picksUp() {
        return clock.nanos() < pickUpEndNanos;
    }
}
