package bauta.forward;

import bauta.alg.AlgRules;
import bauta.alg.AlgStatus;
import bauta.alg.Note;
import bauta.engine.TableFile;
import bauta.engine.Timers;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.flow.FlowTransition;
import bauta.flow.HostTotals;
import bauta.flow.TrackedFlow;
import bauta.link.FrameReceiver;
import bauta.nat.ExplicitMappings;
import bauta.nat.FragmentIds;
import bauta.nat.Mappings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.tinylog.Logger;

/**
 * The packet's path, whole: the one class that puts the stages in order. One receiver per way in;
 * every frame given to one ends in exactly one place: sent, delivered, held, or dropped under a
 * {@link bauta.engine.DropReason}. Router loop only.
 *
 * <pre>
 *  LAN    ─▶ LanIngress ─┐                 ┌─ its flow ──────────────────┐
 *  TUN    ─▶ TunIngress ─┼▶ Passage ─▶ flow┤                             ├─▶ nat ─▶ Egress
 *  uplink ─▶ WanIngress ─┘                 └─ FirstPacket ─▶ a new flow ─┘
 *
 *  FirstPacket: InsideDecider, OutsideDecider (policy ▸ forward ▸ firewall ▸ mapping) ─▶ Decision
 * </pre>
 */
public final class ForwardingPath implements AutoCloseable {
    private static final long TICK_NANOS = 250_000_000L;
    private static final long CATCH_UP_NANOS = 2_000_000L;
    private static final int LOOKS_PER_TICK = 1024;
    private static final int RESETS_PER_FLUSH = 1024;

    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final FirstPacket firstPacket;
    private final Rejudgement rejudgement;
    private final WhyWalk whyWalk;
    private final Fragments fromInside;
    private final Fragments fromOutside;
    private final LanIngress[] lanIngress;
    private final WanIngress wanIngress;
    private final TunIngress tunIngress;
    private final Timers timers;
    private final InstantSource wallClock;
    private Timers.Timer timer;

    /**
     * Puts the path together, with empty tables and no uplink.
     *
     * @param loop the loop it runs on
     * @param settings sizes and limits
     * @param tables where the {@link #sections} are, full of zeros
     * @param ways where packets can go
     */
    public ForwardingPath(
            ForwardLoop loop, ForwardSettings settings, TableFile tables, ForwardWays ways) {
        this.timers = loop.timers();
        this.wallClock = loop.wallClock();
        this.state = new PathState(loop, settings, tables, ways);
        this.egress = new Egress(state, ways.tun());
        this.errors = new Errors(state, egress);
        egress.onUnreachable(new LostHosts(state, errors));
        FragmentIds identifications = new FragmentIds(settings.seed());
        Fragmenter fragmenter = new Fragmenter(state, egress, identifications);
        this.firstPacket = new FirstPacket(state, egress, errors, fragmenter);
        this.fromInside = new Fragments(state, identifications);
        this.fromOutside = new Fragments(state, identifications);
        Pieces pieces = new Pieces(fromInside, fromOutside, fragmenter);
        Passage passage = new Passage(state, egress, errors, firstPacket, pieces);
        this.rejudgement = new Rejudgement(state, firstPacket);
        this.whyWalk = new WhyWalk(state, firstPacket, passage);
        Packet packet = new Packet(state.buf);
        this.lanIngress = new LanIngress[state.lans.length];
        for (int i = 0; i < lanIngress.length; i++) {
            lanIngress[i] = new LanIngress(state, state.lans[i], packet, passage, egress);
        }
        this.wanIngress = new WanIngress(state, packet, passage, egress, ways.unknownSession());
        this.tunIngress = new TunIngress(state, packet, passage, egress);
        this.timer = timers.at(timers.nanos() + TICK_NANOS, this::tick);
    }

    /**
     * Returns the sections that the path needs in its table file.
     *
     * @param settings the capacities
     */
    public static List<TableFile.Section> sections(ForwardSettings settings) {
        List<TableFile.Section> sections = new ArrayList<>(FlowTable.sections(settings.flow()));
        sections.addAll(Mappings.sections(settings.nat()));
        return List.copyOf(sections);
    }

    /**
     * Returns who takes the bulk frames of a LAN port.
     *
     * @param lan the network's number
     */
    public FrameReceiver lanReceiver(int lan) {
        return lanIngress[lan];
    }

    /** Returns who takes the bulk frames of every uplink port: whole PPPoE session frames. */
    public FrameReceiver wanReceiver() {
        return wanIngress;
    }

    /** Returns who takes the packets of the TUN. */
    public FrameReceiver tunReceiver() {
        return tunIngress;
    }

    /**
     * Makes an uplink usable. With the address it had before, its flows go on; with another one
     * they end, and LAN hosts get resets for their connections, a bounded number of them (the
     * others get theirs with their next segment). An address inside a LAN is refused: a host there
     * could have the same one, and two flows the same 5-tuple; the uplink is out of use then.
     *
     * @param attachment the uplink; its number below {@link Mappings#MAX_UPLINKS}
     */
    public void attach(UplinkAttachment attachment) {
        if (state.lanAround(attachment.address().bits()) != null) {
            Logger.warn(
                    "uplink refused name={} address={} cause=address is inside a LAN",
                    attachment.name(),
                    attachment.address());
            detach(attachment.id());
            return;
        }
        Uplink uplink = state.uplinks[attachment.id()];
        if (uplink == null) {
            uplink = new Uplink(attachment);
            state.uplinks[attachment.id()] = uplink;
        } else if (uplink.address != attachment.address().bits()) {
            endFlows(flow -> state.flows.uplink(flow) == attachment.id());
            state.pickUpEndNanos = state.clock.nanos();
        }
        egress.addPort(attachment.port());
        uplink.use = state.rules.use(uplink.id);
        uplink.up(attachment, state.clock.nanos());
        state.mappings.pool(uplink.id, new int[] {uplink.address});
        if (uplink.judgedBy != state.rulesSwapped) {
            judgeAgain(flow -> state.flows.uplink(flow) == attachment.id());
            uplink.judgedBy = state.rulesSwapped;
        }
        followUplink();
    }

    /** Explicit mappings lie where new flows leave. */
    private void followUplink() {
        Uplink uplink = state.defaultUplink();
        if (uplink == null || uplink.use != UplinkUse.MASQUERADE) {
            state.explicit.follow(ExplicitMappings.NO_UPLINK, 0);
        } else {
            state.explicit.follow(uplink.id, uplink.address);
        }
    }

    /** Returns the mappings that leases hold. */
    public ExplicitMappings explicitMappings() {
        return state.explicit;
    }

    /**
     * Closes an explicit mapping and ends the flows that came in by it, with resets as for {@link
     * #attach}.
     *
     * @param id number of the lease
     */
    public void cut(int id) {
        int mapping = state.explicit.close(id);
        if (mapping != Mappings.NONE) {
            endFlows(flow -> state.flows.peerMapping(flow) == mapping);
        }
    }

    /**
     * Changes what is forwarded and how, from the next packet on: no packet is judged by half of
     * the old rules and half of the new. Flows that the new ones would not let begin, or would send
     * another way, end, and their hosts get resets as for {@link #attach}; all others go on.
     *
     * @param rules the new ones
     */
    public void rules(ForwardRules rules) {
        rules.firewall().follows(state.rules.firewall());
        rules.policies().follows(state.rules.policies());
        state.rules = rules;
        state.rulesSwapped++;
        state.mappings.behaviour(rules.behaviour());
        state.mappings.forwards(rules.forwards());
        rules.timers().ifPresent(state.flows::timeouts);
        for (Uplink uplink : state.uplinks) {
            if (uplink != null) {
                uplink.use = rules.use(uplink.id);
                uplink.judgedBy = uplink.up ? state.rulesSwapped : uplink.judgedBy;
            }
        }
        state.explicit.forwardsChanged();
        followUplink();
        rules.firewall().tick(timers.nanos(), wallClock.millis());
        judgeAgain(_ -> true);
    }

    private void judgeAgain(IntPredicate which) {
        endFlows(flow -> which.test(flow) && rejudgement.ends(flow));
    }

    /**
     * Walks a packet that does not exist along the path, and tells what each stage says; nothing is
     * changed by it.
     *
     * @param question the packet
     * @throws IllegalArgumentException when there is no such LAN or uplink, or when the packet is
     *     longer than 1,500 bytes
     */
    public WhyAnswer why(WhyQuestion question) {
        return whyWalk.walk(question);
    }

    /**
     * Begins the live trace of one conversation, and forgets the lines of the one before. It ends
     * after 60 seconds or 256 lines.
     *
     * @param filter which packets; empty ends it
     */
    public void trace(Optional<TraceFilter> filter) {
        state.tracer.trace(filter);
    }

    /** Returns the lines of the trace that is running or ended last, at most 256. */
    public List<TraceLine> traced() {
        return state.tracer.lines();
    }

    /**
     * Takes an uplink out of use. Its flows wait for it; their packets are answered by ICMP net
     * unreachable.
     *
     * @param id the uplink's number; without effect when it is not up
     */
    public void detach(int id) {
        Uplink uplink = state.uplinks[id];
        if (uplink != null) {
            uplink.up = false;
            followUplink();
        }
    }

    /**
     * Ends every flow of an uplink that is no more, with resets as for {@link #attach}.
     *
     * @param id the uplink's number
     */
    public void forget(int id) {
        detach(id);
        endFlows(flow -> state.flows.uplink(flow) == id);
        state.uplinks[id] = null;
    }

    private void endFlows(IntPredicate which) {
        int resets = 0;
        for (int flow = 0; flow < state.flows.capacity(); flow++) {
            int now = state.flows.state(flow);
            if (now == FlowState.FREE || !which.test(flow)) {
                continue;
            }
            boolean running = FlowState.isTcp(now) && !FlowState.isOver(now);
            if (running && resets < RESETS_PER_FLUSH && errors.resetFlow(flow)) {
                resets++;
            }
            state.flows.remove(flow);
        }
        egress.flush();
    }

    /**
     * Returns when an uplink last received anything at all, which counts as a sign of life.
     *
     * @param id the uplink's number
     * @return the time, or {@link Long#MIN_VALUE} when it was never up
     */
    public long lastReceivedNanos(int id) {
        Uplink uplink = state.uplinks[id];
        return uplink == null ? Long.MIN_VALUE : uplink.lastReceivedNanos;
    }

    /**
     * Shows flows to somebody, a bounded number of them: a call with the next numbers shows others.
     *
     * @param first number of the first to look at
     * @param count how many numbers to look at
     * @param seen gets those that exist
     * @return whether there are numbers beyond
     */
    public boolean flows(int first, int count, Consumer<TrackedFlow> seen) {
        int end = Math.min(first + count, state.flows.capacity());
        for (int flow = first; flow < end; flow++) {
            state.flows.tracked(flow).ifPresent(seen);
        }
        return end < state.flows.capacity();
    }

    /** Returns what each inside host has had of flows, packets and bytes. */
    public List<HostTotals> hosts() {
        return state.flows.hosts();
    }

    /**
     * Changes which protocol helpers are on, for new flows.
     *
     * @param rules the new ones
     */
    public void algs(AlgRules rules) {
        state.algs.rules(rules);
    }

    /** Returns what each protocol helper has done and has now. */
    public List<AlgStatus> algs() {
        return state.algs.status();
    }

    /** Returns what protocol helpers have let in and refused lately, at most 64 notes. */
    public List<Note> algNotes() {
        return state.algs.notes();
    }

    /** Returns the steps of the TCP states that flows have taken since the start. */
    public List<FlowTransition> transitions() {
        return state.flows.transitions();
    }

    private void tick() {
        long now = timers.nanos();
        timer = timers.at(now + TICK_NANOS, this::tick);
        state.tracer.nothing();
        fromInside.expire(now);
        fromOutside.expire(now);
        firstPacket.unsolicited().expire(now);
        state.algs.expire();
        if (state.rules.firewall().tick(now, wallClock.millis())) {
            judgeAgain(_ -> true);
        }
        egress.flush();
        if (state.flows.expire(now, LOOKS_PER_TICK) == LOOKS_PER_TICK) {
            timer.cancel();
            timer = timers.at(now + CATCH_UP_NANOS, this::tick);
        }
    }

    /** Returns the numbers that people want to see. */
    public ForwardStatus status() {
        long receivedLan = 0;
        for (LanIngress ingress : lanIngress) {
            receivedLan += ingress.received;
        }
        return new ForwardStatus(
                receivedLan,
                wanIngress.received,
                tunIngress.received,
                state.generated,
                egress.sentLan,
                egress.sentWan,
                egress.sentTun,
                state.dropped(),
                egress.held()
                        + fromInside.held()
                        + fromOutside.held()
                        + firstPacket.unsolicited().held(),
                state.ration.status(),
                state.flows.status(),
                state.mappings.status());
    }

    /** Stops the path's timer; packets must not come any more. */
    @Override
    public void close() {
        timer.cancel();
    }
}
