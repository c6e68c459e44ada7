package bauta.flow;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.engine.TableFile;
import bauta.engine.TimerWheel;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * All tracked flows. A flow is a number below {@link #capacity}; a <em>node</em> is a flow and a
 * direction, {@code flow << 1 | (reply ? 1 : 0)}, and is what a 5-tuple is looked up to. Bounded:
 * when full, flows make room as {@link FlowLines} says. Router loop only.
 *
 * <p>Per packet: one {@link #find}; for TCP {@link #judge} and, when the packet goes on, {@link
 * #note}; then {@link #touch}. Idle flows are found by a timer wheel, which {@link #expire} moves
 * on. {@link #note} and {@link #touch} may end another flow, never the one at hand.
 */
public final class FlowTable implements TimerWheel.Owner {
    /** No such flow. */
    public static final int NONE = -1;

    private static final String RECORDS = "flow.records";
    private static final String KEYS = "flow.keys";
    private static final String SLOTS = "flow.slots";
    private static final String PEERS = "flow.peers";
    private static final long TICK_NANOS = 1_000_000_000L;
    private static final int WHEEL_SLOTS = 8192;

    private final ByteBuffer records;
    private final ByteBuffer keys;
    private final FlowIndex index;
    private final PeerIndex peers;
    private final TcpWindow window;
    private final int capacity;
    private final boolean[] reached = new boolean[FlowState.pairs()];
    private long[] timeoutNanos;
    private final TimerWheel wheel;
    private final FlowLines lines;
    private final FlowListener listener;
    private int free;
    private int size;
    private FlowSettings settings;
    private long clockNanos;
    private long created;
    private long expired;
    private long evictedTentative;
    private long evictedSettled;
    private long refused;

    /**
     * Makes an empty table in fresh sections.
     *
     * @param file where the {@link #sections} are, full of zeros
     * @param settings capacity and timeouts
     * @param seed secret of the hash: a peer must not be able to choose its bucket
     * @param nowNanos the time now
     * @param listener told of every flow that ends
     */
    public FlowTable(
            TableFile file,
            FlowSettings settings,
            long seed,
            long nowNanos,
            FlowListener listener) {
        this.records = file.section(RECORDS);
        this.keys = file.section(KEYS);
        this.index = new FlowIndex(keys, file.section(SLOTS), seed);
        this.peers = new PeerIndex(records, keys, file.section(PEERS), seed);
        this.window = new TcpWindow(records);
        this.settings = settings;
        this.capacity = settings.records();
        this.timeoutNanos = settings.timeoutNanos();
        this.clockNanos = nowNanos;
        this.wheel =
                new TimerWheel(
                        records,
                        FlowRecord.TIMER_LINKS,
                        FlowRecord.BYTES,
                        new TimerWheel.Geometry(TICK_NANOS, WHEEL_SLOTS, nowNanos),
                        this);
        this.lines = new FlowLines(records, settings);
        this.listener = listener;
        chainFreeRecords();
    }

    /**
     * Returns the sections that a table needs in its file.
     *
     * @param settings the capacity
     */
    public static List<TableFile.Section> sections(FlowSettings settings) {
        int flows = settings.records();
        return List.of(
                new TableFile.Section(RECORDS, flows, FlowRecord.BYTES),
                new TableFile.Section(KEYS, 2 * flows, FlowRecord.KEY_BYTES),
                new TableFile.Section(SLOTS, FlowIndex.slots(flows), Integer.BYTES),
                new TableFile.Section(PEERS, PeerIndex.buckets(flows), Integer.BYTES));
    }

    private void chainFreeRecords() {
        for (int flow = 0; flow < capacity; flow++) {
            int next = flow + 1 < capacity ? flow + 1 : NONE;
            records.putInt(at(flow) + FlowRecord.OLDER, next);
        }
    }

    @HotPath
    private static int at(int flow) {
        return flow * FlowRecord.BYTES;
    }

    @HotPath
    private static int at(int node, int step) {
        return (node >>> 1) * FlowRecord.BYTES + (node & 1) * step;
    }

    /**
     * Looks a packet's 5-tuple up.
     *
     * @param addresses first long, see {@link FiveTuple}
     * @param ports second long
     * @return the node, or {@link #NONE}; of a flow with two equal 5-tuples the original one
     */
    @HotPath
    public int find(long addresses, long ports) {
        return index.find(addresses, ports);
    }

    /** Returns another way to {@link #find}: of several packets at once, ahead of them. */
    public Lookahead lookahead() {
        return new Lookahead(index, records);
    }

    /**
     * Notes one packet of a flow.
     *
     * @param node the node it was found by
     * @param nowNanos the time
     * @param bytes of the IP packet
     * @param refresh whether it makes the flow live longer; else it is counted only
     */
    @HotPath
    public void touch(int node, long nowNanos, int bytes, boolean refresh) {
        int record = at(node >>> 1);
        if (refresh) {
            records.putInt(record + FlowRecord.LAST_SEEN, FlowTime.of(nowNanos));
        }
        if ((node & 1) > (records.get(record + FlowRecord.FLAGS) & FlowRecord.ANSWERED)) {
            answered(node >>> 1, nowNanos);
        }
        int counters = at(node, FlowRecord.COUNTER_STEP);
        int packets = counters + FlowRecord.PACKETS;
        int byteCount = counters + FlowRecord.BYTE_COUNT;
        records.putLong(packets, records.getLong(packets) + 1);
        records.putLong(byteCount, records.getLong(byteCount) + bytes);
    }

    @ColdExit
    private void answered(int flow, long nowNanos) {
        clockNanos = nowNanos;
        flag(flow, FlowRecord.ANSWERED);
        if (!FlowState.isTcp(state(flow)) || FlowState.isOpen(state(flow))) {
            settle(flow);
        }
    }

    /** Moves a flow to its host's settled line; there the oldest one may have to go. */
    private void settle(int flow) {
        int victim = lines.victimOfSettling(flow);
        if (victim != NONE) {
            evict(victim);
        }
        flag(flow, FlowRecord.SETTLED);
        lines.settled(flow, true, FlowTime.of(clockNanos));
    }

    private void unsettle(int flow) {
        int flags = records.get(at(flow) + FlowRecord.FLAGS) & ~FlowRecord.SETTLED;
        records.put(at(flow) + FlowRecord.FLAGS, (byte) flags);
        lines.settled(flow, false, FlowTime.of(clockNanos));
    }

    private void flag(int flow, int flag) {
        int flags = records.get(at(flow) + FlowRecord.FLAGS) | flag;
        records.put(at(flow) + FlowRecord.FLAGS, (byte) flags);
    }

    @HotPath
    private boolean has(int flow, int flag) {
        return (records.get(at(flow) + FlowRecord.FLAGS) & flag) != 0;
    }

    /**
     * Says whether an end of the connection can have sent a segment now (RFC 9293 section 3.4, RFC
     * 5961). Changes nothing.
     *
     * @param node the node it was found by
     * @param buf the buffer
     * @param tcpAt index of its TCP header, which {@link bauta.wire.TcpHeader#check} has passed
     * @param end index after its last byte
     * @return {@code NONE}, {@code TCP_OUT_OF_WINDOW}, {@code TCP_RESET_OUT_OF_WINDOW}, or {@code
     *     TCP_SYN_IN_FLOW}
     */
    @HotPath
    public DropReason judge(int node, ByteBuf buf, int tcpAt, int end) {
        return window.judge(node, buf, tcpAt, end);
    }

    /**
     * Learns from a segment that was judged {@code NONE}, and moves the flow to its next state.
     *
     * @param node the node it was found by
     * @param buf the buffer
     * @param tcpAt index of its TCP header
     * @param end index after its last byte
     */
    @HotPath
    public void note(int node, ByteBuf buf, int tcpAt, int end) {
        int event = window.note(node, buf, tcpAt, end);
        if (event == TcpWindow.NO_EVENT) {
            return;
        }
        int before = state(node >>> 1);
        int pair = FlowState.pair(before, node & 1, event);
        reached[pair] = true;
        int after = FlowState.next(pair);
        if (after != before) {
            changeState(node >>> 1, after);
        }
    }

    /**
     * Tells that a TCP flow's segments come in pieces: the end of a first piece is not the end of
     * its segment, so that acknowledgments may run ahead of what was seen.
     *
     * @param flow the flow
     */
    @ColdExit
    public void inPieces(int flow) {
        flag(flow, FlowRecord.PIECES);
    }

    /**
     * Returns the acknowledgment number last sent in a direction, or what it is going to be; 0
     * before the peer was heard.
     *
     * @param node the direction
     */
    public int acknowledgment(int node) {
        return window.acknowledged(node);
    }

    /**
     * Returns the sequence number after the last byte sent in a direction.
     *
     * @param node the direction
     */
    public int sequenceEnd(int node) {
        return window.sent(node);
    }

    @ColdExit
    private void changeState(int flow, int state) {
        int before = state(flow);
        long nearer = timeoutNanos[before] - timeoutNanos[state];
        records.put(at(flow) + FlowRecord.STATE, (byte) state);
        if (nearer > 0) {
            wheel.reschedule(flow, deadlineNanos(flow));
        }
        boolean settles = FlowState.isOpen(state) && has(flow, FlowRecord.ANSWERED);
        if (settles && !has(flow, FlowRecord.SETTLED)) {
            settle(flow);
        } else if (!settles && has(flow, FlowRecord.SETTLED)) {
            unsettle(flow);
        }
        if (target(flow) != NONE) {
            listener.changed(flow, before, state);
        }
    }

    /** Returns the state of a flow, see {@link FlowState}. */
    @HotPath
    public int state(int flow) {
        return records.get(at(flow) + FlowRecord.STATE);
    }

    /** Returns the name of a flow's state, for people. */
    public String stateName(int flow) {
        return FlowState.name(state(flow));
    }

    /** Returns the uplink of a flow, or -1. */
    @HotPath
    public int uplink(int flow) {
        return records.get(at(flow) + FlowRecord.UPLINK);
    }

    /** Returns the mapping that a flow shares, or -1. */
    @HotPath
    public int mapping(int flow) {
        return records.getInt(at(flow) + FlowRecord.MAPPING);
    }

    /** Returns the mapping of its target that a hairpinned flow holds, or -1. */
    public int peerMapping(int flow) {
        return records.getInt(at(flow) + FlowRecord.PEER_MAPPING);
    }

    /** Returns the mark of a flow. */
    @HotPath
    public int mark(int flow) {
        return records.getInt(at(flow) + FlowRecord.MARK);
    }

    /** Returns the octet of DSCP and ECN of a flow's first packet, 0 to 255. */
    public int tos(int flow) {
        return records.get(at(flow) + FlowRecord.TOS) & 0xff;
    }

    /** Returns where a flow's policy is counted, or -1. */
    @HotPath
    public int policySlot(int flow) {
        return records.getShort(at(flow) + FlowRecord.POLICY_SLOT);
    }

    /** Returns where a flow's rule is counted, or -1. */
    @HotPath
    public int ruleSlot(int flow) {
        return records.getShort(at(flow) + FlowRecord.RULE_SLOT);
    }

    /**
     * Says where a flow is counted from now on.
     *
     * @param flow the flow
     * @param policySlot 0 to 32,767, or -1
     * @param ruleSlot 0 to 32,767, or -1
     */
    public void slots(int flow, int policySlot, int ruleSlot) {
        records.putShort(at(flow) + FlowRecord.POLICY_SLOT, (short) policySlot);
        records.putShort(at(flow) + FlowRecord.RULE_SLOT, (short) ruleSlot);
    }

    /** Returns the number of the forward's target that a flow goes to, or -1. */
    public int target(int flow) {
        return records.getShort(at(flow) + FlowRecord.TARGET);
    }

    /** Counts a flow that a host, 0 for the router, was not allowed to begin. */
    public void refused(int host) {
        lines.refuse(host);
    }

    /** Returns the address of the inside host of a flow; 0 is the router, or one of too many. */
    public int host(int flow) {
        return lines.address(flow);
    }

    /** Returns whether a flow began outside. */
    @HotPath
    public boolean fromOutside(int flow) {
        return has(flow, FlowRecord.FROM_OUTSIDE);
    }

    /** Returns whether a TCP flow was picked up while it ran, and has not started afresh since. */
    public boolean pickedUp(int flow) {
        return has(flow, FlowRecord.PICKED_UP);
    }

    /** Returns whether the number is that of a flow. */
    public boolean isTracked(int flow) {
        return state(flow) != FlowState.FREE;
    }

    /** Returns the addresses of the 5-tuple of a node. */
    @HotPath
    public long addresses(int node) {
        return keys.getLong(node * FlowRecord.KEY_BYTES);
    }

    /** Returns side, kind and ports of the 5-tuple of a node. */
    @HotPath
    public long ports(int node) {
        return keys.getLong(node * FlowRecord.KEY_BYTES + FlowRecord.KEY_PORTS);
    }

    /** Returns the packets that went in the direction of a node. */
    public long packets(int node) {
        return records.getLong(at(node, FlowRecord.COUNTER_STEP) + FlowRecord.PACKETS);
    }

    /** Returns the bytes of IP packets that went in the direction of a node. */
    public long bytes(int node) {
        return records.getLong(at(node, FlowRecord.COUNTER_STEP) + FlowRecord.BYTE_COUNT);
    }

    /** Returns when a flow was made. */
    public long createdNanos(int flow) {
        return records.getLong(at(flow) + FlowRecord.CREATED);
    }

    /**
     * Returns whether the inside has spoken to a peer by a mapping, in a flow that is still there
     * (RFC 4787 REQ-8).
     *
     * @param mapping the mapping
     * @param peer the peer's address
     */
    public boolean hasSpokenTo(int mapping, int peer) {
        return peers.contains(mapping, peer);
    }

    @Override
    public long deadlineNanos(int flow) {
        int lastSeen = records.getInt(at(flow) + FlowRecord.LAST_SEEN);
        return FlowTime.nanos(lastSeen, clockNanos) + timeoutNanos[state(flow)];
    }

    /**
     * Changes how long flows may be idle, of those that are there too.
     *
     * @param wanted the new times; the capacity stays as it is
     */
    public void timeouts(FlowSettings wanted) {
        settings = wanted;
        timeoutNanos = wanted.timeoutNanos();
        for (int flow = 0; flow < capacity; flow++) {
            if (isTracked(flow)) {
                wheel.reschedule(flow, deadlineNanos(flow));
            }
        }
    }

    /**
     * Makes a flow. Neither 5-tuple may be that of another flow.
     *
     * @param draft what it is made of; copied
     * @param nowNanos the time
     * @return the flow's number, or {@link #NONE} when there is no room and none is made for it
     */
    public int insert(FlowDraft draft, long nowNanos) {
        assert find(draft.originalAddresses, draft.originalPorts) == NONE : "two equal originals";
        assert find(draft.replyAddresses, draft.replyPorts) == NONE : "two equal replies";
        clockNanos = nowNanos;
        if (!lines.hasRoom(draft.host, free == NONE)) {
            int victim = lines.victimOfNew(draft.host, draft.fromOutside);
            if (victim == NONE) {
                refused++;
                return NONE;
            }
            evict(victim);
        }
        int flow = free;
        free = records.getInt(at(flow) + FlowRecord.OLDER);
        size++;
        created++;
        draft.writeKeys(keys, flow << 1);
        draft.writeRecord(records, at(flow), nowNanos);
        index.add(flow << 1);
        index.add(flow << 1 | 1);
        if (draft.spoken) {
            peers.add(flow);
        }
        lines.join(flow, draft.host, FlowTime.of(nowNanos));
        wheel.schedule(flow, deadlineNanos(flow));
        return flow;
    }

    /** Returns whether {@link #insert} would find no room for a host, 0 for the router. */
    public boolean isFullFor(int host, boolean fromOutside) {
        return !lines.hasRoom(host, free == NONE) && lines.victimOfNew(host, fromOutside) == NONE;
    }

    /**
     * Gives a flow another reply 5-tuple: of GRE and ESP the key of the answers is learnt from the
     * first one.
     *
     * @param flow the flow
     * @param replyPorts second long of the new 5-tuple; the addresses stay
     * @return whether it was free; else nothing has changed
     */
    public boolean rekeyReply(int flow, long replyPorts) {
        int node = flow << 1 | 1;
        if (find(addresses(node), replyPorts) != NONE) {
            return false;
        }
        index.remove(node);
        keys.putLong(node * FlowRecord.KEY_BYTES + FlowRecord.KEY_PORTS, replyPorts);
        index.add(node);
        return true;
    }

    /**
     * Forgets a flow; the listener is told first.
     *
     * @param flow a flow that exists
     */
    public void remove(int flow) {
        wheel.cancel(flow);
        forget(flow);
    }

    private void evict(int flow) {
        if (has(flow, FlowRecord.SETTLED)) {
            evictedSettled++;
        } else {
            evictedTentative++;
        }
        remove(flow);
    }

    private void forget(int flow) {
        listener.ending(flow);
        index.remove(flow << 1);
        index.remove(flow << 1 | 1);
        if (has(flow, FlowRecord.SPOKEN)) {
            peers.remove(flow);
        }
        lines.leave(flow);
        records.put(at(flow) + FlowRecord.STATE, (byte) FlowState.FREE);
        records.putInt(at(flow) + FlowRecord.OLDER, free);
        free = flow;
        size--;
    }

    @Override
    public void expired(int flow) {
        expired++;
        forget(flow);
    }

    /**
     * Forgets flows whose time is over.
     *
     * @param nowNanos the time
     * @param limit how many flows to look at, at most
     * @return how many were looked at; {@code limit} means that there may be more to do
     */
    public int expire(long nowNanos, int limit) {
        clockNanos = nowNanos;
        return wheel.advance(nowNanos, limit);
    }

    /** Returns a flow below the capacity for people; empty when there is no such flow. */
    public Optional<TrackedFlow> tracked(int flow) {
        return isTracked(flow) ? Optional.of(TrackedFlow.of(this, flow)) : Optional.empty();
    }

    /** Returns how many flows there can be in all; flow numbers are below it. */
    public int capacity() {
        return capacity;
    }

    /** Returns flows now. */
    public int size() {
        return size;
    }

    /** Returns the numbers that people want to see. */
    public FlowStatus status() {
        return new FlowStatus(
                settings.capacity(),
                size,
                lines.hosts(),
                created,
                expired,
                evictedTentative + evictedSettled,
                lines.tentative(),
                lines.settled(),
                evictedTentative,
                evictedSettled,
                refused,
                lines.routerFlows(),
                settings.reserve());
    }

    /** Returns what each inside host has and has sent; looks at every flow once. */
    public List<HostTotals> hosts() {
        return lines.totals();
    }

    /** Returns the steps of the TCP states that have been taken since the start. */
    public List<FlowTransition> transitions() {
        return FlowState.transitions(pair -> reached[pair]);
    }
}
