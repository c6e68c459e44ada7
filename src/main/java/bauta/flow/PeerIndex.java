package bauta.flow;

import java.nio.ByteBuffer;

/**
 * Which peers the inside has spoken to by which mapping (RFC 4787 REQ-8). The flows with the same
 * mapping and peer are a line, of which the first one stands in a hash chain; so that a host that
 * speaks to every port of one peer makes no chain longer. The links lie in the flows' records: the
 * next in line, and before it the previous one or, of the first, the next in the chain.
 */
final class PeerIndex {
    private static final int NONE = FlowTable.NONE;

    private final ByteBuffer records;
    private final ByteBuffer keys;
    private final ByteBuffer buckets;
    private final int mask;
    private final long seed;

    PeerIndex(ByteBuffer records, ByteBuffer keys, ByteBuffer buckets, long seed) {
        this.records = records;
        this.keys = keys;
        this.buckets = buckets;
        this.mask = buckets.capacity() / Integer.BYTES - 1;
        this.seed = seed;
    }

    /** Returns how many buckets a number of flows needs: a power of two. */
    static int buckets(int flows) {
        return Integer.highestOneBit(flows);
    }

    boolean contains(int mapping, int peer) {
        return first(mapping, peer) != NONE;
    }

    private int first(int mapping, int peer) {
        int flow = buckets.getInt(bucketAt(mapping, peer)) - 1;
        while (flow != NONE && !(mapping(flow) == mapping && peer(flow) == peer)) {
            flow = records.getInt(at(flow) + FlowRecord.PEER_BEFORE);
        }
        return flow;
    }

    /** Adds a flow that carries the flag {@link FlowRecord#SPOKEN}. */
    void add(int flow) {
        int first = first(mapping(flow), peer(flow));
        if (first == NONE) {
            int bucket = bucketAt(mapping(flow), peer(flow));
            becomeFirst(flow, buckets.getInt(bucket) - 1);
            records.putInt(at(flow) + FlowRecord.PEER_NEXT, NONE);
            buckets.putInt(bucket, flow + 1);
            return;
        }
        int next = records.getInt(at(first) + FlowRecord.PEER_NEXT);
        records.putInt(at(flow) + FlowRecord.PEER_NEXT, next);
        records.putInt(at(flow) + FlowRecord.PEER_BEFORE, first);
        records.putInt(at(first) + FlowRecord.PEER_NEXT, flow);
        if (next != NONE) {
            records.putInt(at(next) + FlowRecord.PEER_BEFORE, flow);
        }
    }

    private void becomeFirst(int flow, int nextInChain) {
        int flags = records.get(at(flow) + FlowRecord.FLAGS) | FlowRecord.PEER_HEAD;
        records.put(at(flow) + FlowRecord.FLAGS, (byte) flags);
        records.putInt(at(flow) + FlowRecord.PEER_BEFORE, nextInChain);
    }

    /** Takes a flow out that carries the flag. */
    void remove(int flow) {
        int next = records.getInt(at(flow) + FlowRecord.PEER_NEXT);
        int before = records.getInt(at(flow) + FlowRecord.PEER_BEFORE);
        if ((records.get(at(flow) + FlowRecord.FLAGS) & FlowRecord.PEER_HEAD) == 0) {
            records.putInt(at(before) + FlowRecord.PEER_NEXT, next);
            if (next != NONE) {
                records.putInt(at(next) + FlowRecord.PEER_BEFORE, before);
            }
        } else if (next == NONE) {
            replaceInChain(flow, before);
        } else {
            becomeFirst(next, before);
            replaceInChain(flow, next);
        }
    }

    private void replaceInChain(int flow, int successor) {
        int bucket = bucketAt(mapping(flow), peer(flow));
        int before = buckets.getInt(bucket) - 1;
        if (before == flow) {
            buckets.putInt(bucket, successor + 1);
            return;
        }
        int link = at(before) + FlowRecord.PEER_BEFORE;
        while (records.getInt(link) != flow) {
            link = at(records.getInt(link)) + FlowRecord.PEER_BEFORE;
        }
        records.putInt(link, successor);
    }

    private static int at(int flow) {
        return flow * FlowRecord.BYTES;
    }

    private int mapping(int flow) {
        return records.getInt(at(flow) + FlowRecord.MAPPING);
    }

    /** The peer's address: whom the inside sends to. */
    private int peer(int flow) {
        return FiveTuple.destination(keys.getLong((flow << 1) * FlowRecord.KEY_BYTES));
    }

    private int bucketAt(int mapping, int peer) {
        long hash = (((long) mapping << 32 | peer & 0xffff_ffffL) ^ seed) * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return ((int) (hash >>> 32) & mask) << 2;
    }
}
