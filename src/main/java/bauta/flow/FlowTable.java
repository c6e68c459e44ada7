package bauta.flow;

import bauta.engine.ColdExit;
import bauta.engine.HotPath;
import bauta.engine.TableFile;
import bauta.engine.TimerWheel;
import bauta.wire.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * All tracked flows. A flow is a number below the capacity; a <em>node</em> is a flow and a
 * direction, {@code flow << 1 | (reply ? 1 : 0)}, and is what a 5-tuple is looked up to. Bounded:
 * when full, a new flow pushes out the oldest idle flow of the host with the most flows. Router
 * loop only.
 *
 * <p>Per packet: one {@link #find}, then {@link #touch}, and {@link #tcp} for TCP. Idle flows are
 * found by a timer wheel, which {@link #expire} moves on.
 */
public final class FlowTable implements TimerWheel.Owner {
    /** No such flow. */
    public static final int NONE = -1;

    private static final String RECORDS = "flow.records";
    private static final String BUCKETS = "flow.buckets";
    private static final long TICK_NANOS = 1_000_000_000L;
    private static final int WHEEL_SLOTS = 8192;

    /** Who must know that a flow has ended. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A flow is about to be forgotten; its record can still be read.
         *
         * @param flow its number
         */
        void ending(int flow);
    }

    private final ByteBuffer records;
    private final ByteBuffer buckets;
    private final int bucketMask;
    private final long seed;
    private final int capacity;
    private final long[] timeoutNanos;
    private final TimerWheel wheel;
    private final FlowLines lines;
    private final Listener listener;
    private int free;
    private int size;
    private long created;
    private long expired;
    private long evicted;

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
            TableFile file, FlowSettings settings, long seed, long nowNanos, Listener listener) {
        this.records = file.section(RECORDS);
        this.buckets = file.section(BUCKETS);
        this.bucketMask = bucketCount(settings.capacity()) - 1;
        this.seed = seed;
        this.capacity = settings.capacity();
        this.timeoutNanos = settings.timeoutNanos();
        this.wheel =
                new TimerWheel(
                        records,
                        FlowRecord.TIMER_LINKS,
                        FlowRecord.BYTES,
                        new TimerWheel.Geometry(TICK_NANOS, WHEEL_SLOTS, nowNanos),
                        this);
        this.lines = new FlowLines(records, capacity);
        this.listener = listener;
        chainFreeRecords();
    }

    /**
     * Returns the sections that a table needs in its file.
     *
     * @param settings the capacity
     */
    public static List<TableFile.Section> sections(FlowSettings settings) {
        return List.of(
                new TableFile.Section(RECORDS, settings.capacity(), FlowRecord.BYTES),
                new TableFile.Section(BUCKETS, bucketCount(settings.capacity()), Integer.BYTES));
    }

    private static int bucketCount(int capacity) {
        return Integer.highestOneBit(capacity) << 2;
    }

    private void chainFreeRecords() {
        for (int flow = 0; flow < capacity; flow++) {
            int next = flow + 1 < capacity ? flow + 1 : NONE;
            records.putInt(at(flow) + FlowRecord.NEXT, next);
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
     * @return the node, or {@link #NONE}
     */
    @HotPath
    public int find(long addresses, long ports) {
        int node = buckets.getInt(bucketAt(addresses, ports)) - 1;
        while (node != NONE) {
            int key = at(node, FlowRecord.KEY_STEP);
            if (records.getLong(key) == addresses
                    && records.getLong(key + FlowRecord.ORIGINAL_PORTS) == ports) {
                return node;
            }
            node = records.getInt(at(node, FlowRecord.NEXT_STEP) + FlowRecord.NEXT);
        }
        return NONE;
    }

    @HotPath
    private int bucketAt(long addresses, long ports) {
        long hash = (addresses ^ seed) * 0x9e3779b97f4a7c15L;
        hash = ((hash ^ hash >>> 32) + ports) * 0xd6e8feb86659fd93L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return ((int) (hash >>> 32) & bucketMask) << 2;
    }

    /**
     * Notes one packet of a flow.
     *
     * @param node the node it was found by
     * @param nowNanos the time
     * @param bytes of the IP packet
     */
    @HotPath
    public void touch(int node, long nowNanos, int bytes) {
        records.putLong(at(node >>> 1) + FlowRecord.LAST_SEEN, nowNanos);
        int counters = at(node, FlowRecord.COUNTER_STEP);
        int packets = counters + FlowRecord.PACKETS;
        int byteCount = counters + FlowRecord.BYTE_COUNT;
        records.putLong(packets, records.getLong(packets) + 1);
        records.putLong(byteCount, records.getLong(byteCount) + bytes);
    }

    /**
     * Moves a TCP flow to the state that its flags ask for.
     *
     * @param node the node of the segment
     * @param flags the segment's flags
     */
    @HotPath
    public void tcp(int node, int flags) {
        int flow = node >>> 1;
        int before = state(flow);
        int after = FlowState.next(before, (node & 1) != 0, flags);
        if (after != before) {
            changeState(flow, after);
        }
    }

    /**
     * Notes sequence numbers of a segment: the highest byte sent and acknowledged.
     *
     * @param node the node of the segment
     * @param sequenceEnd sequence number after its last byte, SYN and FIN counted
     * @param acknowledgment its acknowledgment number
     * @param hasAck whether that counts
     * @param window the window as it stands in the header
     */
    @HotPath
    public void sequence(
            int node, int sequenceEnd, int acknowledgment, boolean hasAck, int window) {
        int record = at(node, FlowRecord.TCP_STEP);
        int seen = records.get(record + FlowRecord.TCP_FLAGS);
        if ((seen & 1) == 0 || sequenceEnd - records.getInt(record + FlowRecord.SEQUENCE_END) > 0) {
            records.putInt(record + FlowRecord.SEQUENCE_END, sequenceEnd);
        }
        if (hasAck) {
            records.putInt(record + FlowRecord.ACKNOWLEDGMENT, acknowledgment);
            records.putInt(record + FlowRecord.WINDOW, window);
        }
        int now = hasAck ? 3 : seen | 1;
        if (now != seen) {
            records.put(record + FlowRecord.TCP_FLAGS, (byte) now);
        }
    }

    /**
     * Returns the acknowledgment number last sent in a direction; 0 before there was one.
     *
     * @param node the direction
     */
    public int acknowledgment(int node) {
        return records.getInt(at(node, FlowRecord.TCP_STEP) + FlowRecord.ACKNOWLEDGMENT);
    }

    /**
     * Returns the sequence number after the last byte sent in a direction.
     *
     * @param node the direction
     */
    public int sequenceEnd(int node) {
        return records.getInt(at(node, FlowRecord.TCP_STEP) + FlowRecord.SEQUENCE_END);
    }

    /**
     * Keeps the window scale that a SYN offers (RFC 7323 section 2).
     *
     * @param node the direction of the SYN
     * @param scale the shift count, or -1 for none
     */
    public void windowScale(int node, int scale) {
        records.put(at(node, FlowRecord.TCP_STEP) + FlowRecord.SCALE, (byte) scale);
    }

    @ColdExit
    private void changeState(int flow, int state) {
        long before = records.getLong(at(flow) + FlowRecord.TIMEOUT);
        records.put(at(flow) + FlowRecord.STATE, (byte) state);
        records.putLong(at(flow) + FlowRecord.TIMEOUT, timeoutNanos[state]);
        if (timeoutNanos[state] < before) {
            wheel.reschedule(flow, deadlineNanos(flow));
        }
        if (state == FlowState.SYN_SENT) {
            forgetSequences(flow);
        }
    }

    private void forgetSequences(int flow) {
        for (int i = 0; i < 2 * FlowRecord.TCP_STEP; i += Long.BYTES) {
            records.putLong(at(flow) + FlowRecord.SEQUENCE_END + i, 0);
        }
    }

    /** Returns the state of a flow, see {@link FlowState}. */
    @HotPath
    public int state(int flow) {
        return records.get(at(flow) + FlowRecord.STATE);
    }

    /** Returns the uplink of a flow. */
    @HotPath
    public int uplink(int flow) {
        return records.getShort(at(flow) + FlowRecord.UPLINK);
    }

    /** Returns the mapping that a flow shares, or -1. */
    @HotPath
    public int mapping(int flow) {
        return records.getInt(at(flow) + FlowRecord.MAPPING);
    }

    /** Returns the addresses of the 5-tuple of a node. */
    @HotPath
    public long addresses(int node) {
        return records.getLong(at(node, FlowRecord.KEY_STEP));
    }

    /** Returns side, kind and ports of the 5-tuple of a node. */
    @HotPath
    public long ports(int node) {
        return records.getLong(at(node, FlowRecord.KEY_STEP) + FlowRecord.ORIGINAL_PORTS);
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

    @Override
    public long deadlineNanos(int flow) {
        return records.getLong(at(flow) + FlowRecord.LAST_SEEN)
                + records.getLong(at(flow) + FlowRecord.TIMEOUT);
    }

    /**
     * Makes a flow. Its original source is the inside host that it is charged to. Neither 5-tuple
     * may be there already.
     *
     * @param draft what it is made of; copied
     * @param nowNanos the time
     * @return the flow's number, or {@link #NONE} when the table is full of nothing to evict
     */
    public int insert(FlowDraft draft, long nowNanos) {
        assert find(draft.originalAddresses, draft.originalPorts) == NONE : "two equal originals";
        assert find(draft.replyAddresses, draft.replyPorts) == NONE : "two equal replies";
        if (free == NONE && !evict()) {
            return NONE;
        }
        int flow = free;
        free = records.getInt(at(flow) + FlowRecord.NEXT);
        size++;
        created++;
        fill(at(flow), draft, nowNanos);
        addNode(flow << 1);
        addNode(flow << 1 | 1);
        lines.join(flow, FiveTuple.source(draft.originalAddresses), nowNanos);
        wheel.schedule(flow, deadlineNanos(flow));
        return flow;
    }

    private void fill(int record, FlowDraft draft, long nowNanos) {
        clear(record);
        records.putLong(record + FlowRecord.ORIGINAL_ADDRESSES, draft.originalAddresses);
        records.putLong(record + FlowRecord.ORIGINAL_PORTS, draft.originalPorts);
        records.putLong(record + FlowRecord.REPLY_ADDRESSES, draft.replyAddresses);
        records.putLong(record + FlowRecord.REPLY_PORTS, draft.replyPorts);
        records.putLong(record + FlowRecord.LAST_SEEN, nowNanos);
        records.putLong(record + FlowRecord.CREATED, nowNanos);
        records.putLong(record + FlowRecord.TIMEOUT, timeoutNanos[draft.state]);
        records.put(record + FlowRecord.STATE, (byte) draft.state);
        records.putShort(record + FlowRecord.UPLINK, (short) draft.uplink);
        records.putInt(record + FlowRecord.MAPPING, draft.mapping);
    }

    private void clear(int record) {
        for (int i = 0; i < FlowRecord.BYTES; i += Long.BYTES) {
            records.putLong(record + i, 0);
        }
    }

    private void addNode(int node) {
        int bucket = bucketAt(addresses(node), ports(node));
        records.putInt(
                at(node, FlowRecord.NEXT_STEP) + FlowRecord.NEXT, buckets.getInt(bucket) - 1);
        buckets.putInt(bucket, node + 1);
    }

    private void removeNode(int node) {
        int bucket = bucketAt(addresses(node), ports(node));
        int next = records.getInt(at(node, FlowRecord.NEXT_STEP) + FlowRecord.NEXT);
        int before = buckets.getInt(bucket) - 1;
        if (before == node) {
            buckets.putInt(bucket, next + 1);
            return;
        }
        int link = at(before, FlowRecord.NEXT_STEP) + FlowRecord.NEXT;
        while (records.getInt(link) != node) {
            link = at(records.getInt(link), FlowRecord.NEXT_STEP) + FlowRecord.NEXT;
        }
        records.putInt(link, next);
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

    private void forget(int flow) {
        listener.ending(flow);
        removeNode(flow << 1);
        removeNode(flow << 1 | 1);
        lines.leave(flow);
        records.put(at(flow) + FlowRecord.STATE, (byte) FlowState.FREE);
        records.putInt(at(flow) + FlowRecord.NEXT, free);
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
        return wheel.advance(nowNanos, limit);
    }

    /**
     * Pushes out the oldest idle flow of the host with the most flows.
     *
     * @return whether there was one
     */
    public boolean evict() {
        int victim = lines.victim();
        if (victim == NONE) {
            return false;
        }
        evicted++;
        remove(victim);
        return true;
    }

    /**
     * Returns a flow for people.
     *
     * @param flow a number below the capacity
     * @return empty when there is no such flow
     */
    public Optional<TrackedFlow> tracked(int flow) {
        int original = flow << 1;
        int reply = original | 1;
        if (state(flow) == FlowState.FREE) {
            return Optional.empty();
        }
        int kind = FiveTuple.kind(ports(original));
        return Optional.of(
                new TrackedFlow(
                        kind == FiveTuple.KIND_ECHO_REQUEST ? 1 : kind,
                        FlowState.name(state(flow)),
                        source(original),
                        destination(reply),
                        destination(original),
                        uplink(flow),
                        createdNanos(flow),
                        deadlineNanos(flow),
                        new TrackedFlow.Count(packets(original), bytes(original)),
                        new TrackedFlow.Count(packets(reply), bytes(reply))));
    }

    private TrackedFlow.End source(int node) {
        return new TrackedFlow.End(
                new Ipv4Address(FiveTuple.source(addresses(node))),
                FiveTuple.sourcePort(ports(node)));
    }

    private TrackedFlow.End destination(int node) {
        return new TrackedFlow.End(
                new Ipv4Address(FiveTuple.destination(addresses(node))),
                FiveTuple.destinationPort(ports(node)));
    }

    /** Returns flows at most; flow numbers are below it. */
    public int capacity() {
        return capacity;
    }

    /** Returns flows now. */
    public int size() {
        return size;
    }

    /** Returns the numbers that people want to see. */
    public FlowStatus status() {
        return new FlowStatus(capacity, size, lines.hosts(), created, expired, evicted);
    }
}
