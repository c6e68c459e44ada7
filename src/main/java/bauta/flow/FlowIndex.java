package bauta.flow;

import bauta.engine.HotPath;
import java.nio.ByteBuffer;

/**
 * Finds nodes by their 5-tuples: open addressing with linear probing, off heap. A slot is four
 * bytes, eight bits of the hash above the node's number plus one, or 0. The bits of the hash spare
 * nearly every look at the 5-tuple of another flow, which would be a miss of the cache. Never more
 * than two thirds full.
 */
final class FlowIndex {
    private static final int TAG_SHIFT = 24;
    private static final int NODE_MASK = (1 << TAG_SHIFT) - 1;

    private final ByteBuffer keys;
    private final ByteBuffer slots;
    private final int mask;
    private final long seed;

    FlowIndex(ByteBuffer keys, ByteBuffer slots, long seed) {
        this.keys = keys;
        this.slots = slots;
        this.mask = slots.capacity() / Integer.BYTES - 1;
        this.seed = seed;
    }

    /** Returns how many slots a number of flows needs: a power of two. */
    static int slots(int flows) {
        return Integer.highestOneBit(3 * flows - 1) << 1;
    }

    @HotPath
    int find(long addresses, long ports) {
        long hash = hash(addresses, ports);
        int tag = (int) (hash >>> 56);
        int slot = (int) (hash >>> 32) & mask;
        int entry = slots.getInt(slot << 2);
        while (entry != 0) {
            if (entry >>> TAG_SHIFT == tag) {
                int node = (entry & NODE_MASK) - 1;
                int key = node * FlowRecord.KEY_BYTES;
                if (keys.getLong(key) == addresses
                        && keys.getLong(key + FlowRecord.KEY_PORTS) == ports) {
                    return node;
                }
            }
            slot = slot + 1 & mask;
            entry = slots.getInt(slot << 2);
        }
        return FlowTable.NONE;
    }

    @HotPath
    private long hash(long addresses, long ports) {
        long hash = (addresses ^ seed) * 0x9e3779b97f4a7c15L;
        hash = ((hash ^ hash >>> 32) + ports) * 0xd6e8feb86659fd93L;
        return (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    }

    private long hashOf(int node) {
        int key = node * FlowRecord.KEY_BYTES;
        return hash(keys.getLong(key), keys.getLong(key + FlowRecord.KEY_PORTS));
    }

    /** Adds a node that has its 5-tuple, which is not there yet. */
    void add(int node) {
        long hash = hashOf(node);
        int slot = (int) (hash >>> 32) & mask;
        while (slots.getInt(slot << 2) != 0) {
            slot = slot + 1 & mask;
        }
        slots.putInt(slot << 2, (int) (hash >>> 56) << TAG_SHIFT | node + 1);
    }

    /** Takes a node out that still has its 5-tuple. */
    void remove(int node) {
        int slot = (int) (hashOf(node) >>> 32) & mask;
        while ((slots.getInt(slot << 2) & NODE_MASK) != node + 1) {
            slot = slot + 1 & mask;
        }
        close(slot);
    }

    /** Fills a gap with what would not be found behind it. */
    private void close(int empty) {
        int gap = empty;
        int slot = gap + 1 & mask;
        int entry = slots.getInt(slot << 2);
        while (entry != 0) {
            int home = (int) (hashOf((entry & NODE_MASK) - 1) >>> 32) & mask;
            if ((slot - home & mask) >= (slot - gap & mask)) {
                slots.putInt(gap << 2, entry);
                gap = slot;
            }
            slot = slot + 1 & mask;
            entry = slots.getInt(slot << 2);
        }
        slots.putInt(gap << 2, 0);
    }
}
