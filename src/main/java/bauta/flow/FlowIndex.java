package bauta.flow;

import bauta.engine.HotPath;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds nodes by their 5-tuples: open addressing, off heap, in groups of eight entries, half a
 * cache line; a group that is full hands on to the next one. A group is eight bytes of tags and
 * eight nodes of three bytes. A <em>tag</em> is eight bits of the hash, never 0; 0 is no entry.
 *
 * <p>All tags of a group are compared at once. So nearly every look-up sees one 5-tuple and takes
 * no jump that the processor cannot foretell: such a jump ends what it has begun to fetch for the
 * packets that follow. Never more than two thirds full.
 *
 * <p>The reply node of a flow with two equal 5-tuples is left out, so that the original is found.
 */
final class FlowIndex {
    private static final int GROUP = 8;
    private static final int GROUP_SHIFT = 5;
    private static final int NODES = 8;
    private static final int NODE_BYTES = 3;
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;

    private final ByteBuffer keys;
    private final ByteBuffer slots;
    private final int mask;
    private final long seed;
    private int changes;
    private int size;

    FlowIndex(ByteBuffer keys, ByteBuffer slots, long seed) {
        this.keys = keys;
        this.slots = slots.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.mask = (slots.capacity() >>> GROUP_SHIFT) - 1;
        this.seed = seed;
    }

    /** Returns how many slots of four bytes a number of flows needs: a power of two. */
    static int slots(int flows) {
        return Math.max(GROUP, Integer.highestOneBit(3 * flows - 1) << 1);
    }

    @HotPath
    int find(long addresses, long ports) {
        long hash = hash(addresses, ports);
        int node = candidate(hash);
        return node != FlowTable.NONE && isOf(node, addresses, ports)
                ? node
                : findOn(hash, addresses, ports);
    }

    /** Looks at every entry that can be it; seldom needed, so it does not make the path longer. */
    @HotPath
    private int findOn(long hash, long addresses, long ports) {
        int group = home(hash);
        long tags = tags(group);
        while (true) {
            long same = equal(tags, tag(hash));
            while (same != 0) {
                int node = node(group, first(same));
                if (isOf(node, addresses, ports)) {
                    return node;
                }
                same &= same - 1;
            }
            if (equal(tags, 0) != 0) {
                return FlowTable.NONE;
            }
            group = group + 1 & mask;
            tags = tags(group);
        }
    }

    /** Returns whether a node has a 5-tuple. */
    @HotPath
    boolean isOf(int node, long addresses, long ports) {
        return addresses(node) == addresses && ports(node) == ports;
    }

    @HotPath
    private long addresses(int node) {
        return keys.getLong(node * FlowRecord.KEY_BYTES);
    }

    @HotPath
    private long ports(int node) {
        return keys.getLong(node * FlowRecord.KEY_BYTES + FlowRecord.KEY_PORTS);
    }

    @HotPath
    long hash(long addresses, long ports) {
        long hash = (addresses ^ seed) * 0x9e3779b97f4a7c15L;
        hash = ((hash ^ hash >>> 32) + ports) * 0xd6e8feb86659fd93L;
        return (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    }

    /** Returns the group where a look-up begins. */
    @HotPath
    private int home(long hash) {
        return (int) (hash >>> 32) & mask;
    }

    /** Returns 1 to 255. */
    @HotPath
    private static int tag(long hash) {
        int tag = (int) (hash >>> 56);
        return tag | tag - 1 >>> 31;
    }

    /** Returns the tags of a group, a byte for each entry, the first one lowest. */
    @HotPath
    private long tags(int group) {
        return slots.getLong(group << GROUP_SHIFT);
    }

    /** Returns the highest bit of each byte that is equal to a tag. */
    @HotPath
    private static long equal(long tags, int tag) {
        long other = tags ^ tag * EACH;
        return ~((other & LOW_BITS) + LOW_BITS | other | LOW_BITS);
    }

    /** Returns the number of the first byte with a bit set. */
    @HotPath
    private static int first(long bits) {
        return Long.numberOfTrailingZeros(bits) >>> 3;
    }

    /** Returns the index of the byte before an entry's node. */
    @HotPath
    private static int nodeAt(int group, int entry) {
        return (group << GROUP_SHIFT) + NODES - 1 + NODE_BYTES * entry;
    }

    @HotPath
    private int node(int group, int entry) {
        return slots.getInt(nodeAt(group, entry)) >>> 8;
    }

    private void put(int group, int entry, int tag, int node) {
        slots.put((group << GROUP_SHIFT) + entry, (byte) tag);
        int at = nodeAt(group, entry);
        slots.putInt(at, node << 8 | slots.get(at) & 0xff);
    }

    /** Fetches what a look-up looks at first; any number. */
    @HotPath
    int touch(long hash) {
        return slots.getInt(home(hash) << GROUP_SHIFT);
    }

    /** Returns the node that a look-up compares first, or {@link FlowTable#NONE}. */
    @HotPath
    int candidate(long hash) {
        int group = home(hash);
        long same = equal(tags(group), tag(hash));
        return same == 0 ? FlowTable.NONE : node(group, first(same));
    }

    /** Fetches the 5-tuples of a flow; any number. */
    @HotPath
    int touchKeys(int flow) {
        return keys.getInt(2 * flow * FlowRecord.KEY_BYTES);
    }

    /** Returns how many nodes can be found. */
    @HotPath
    int size() {
        return size;
    }

    /** Returns a number that differs after nodes were added or taken out. */
    @HotPath
    int changes() {
        return changes;
    }

    private long hashOf(int node) {
        return hash(addresses(node), ports(node));
    }

    private boolean isLeftOut(int node) {
        int original = node & ~1;
        return node != original && isOf(node, addresses(original), ports(original));
    }

    /** Adds a node that has its 5-tuple, which is not there yet. */
    void add(int node) {
        if (isLeftOut(node)) {
            return;
        }
        changes++;
        size++;
        long hash = hashOf(node);
        int group = home(hash);
        long gaps = equal(tags(group), 0);
        while (gaps == 0) {
            group = group + 1 & mask;
            gaps = equal(tags(group), 0);
        }
        put(group, first(gaps), tag(hash), node);
    }

    /** Takes a node out that still has its 5-tuple. */
    void remove(int node) {
        if (isLeftOut(node)) {
            return;
        }
        changes++;
        size--;
        long hash = hashOf(node);
        int group = home(hash);
        int entry = entryOf(node, group, tag(hash));
        while (entry < 0) {
            group = group + 1 & mask;
            entry = entryOf(node, group, tag(hash));
        }
        close(group, entry);
    }

    /** Returns the number of a node's entry in a group, or -1. */
    private int entryOf(int node, int group, int tag) {
        long same = equal(tags(group), tag);
        while (same != 0 && node(group, first(same)) != node) {
            same &= same - 1;
        }
        return same == 0 ? -1 : first(same);
    }

    /** Fills a gap with what would not be found behind it. */
    private void close(int itsGroup, int itsEntry) {
        int gapGroup = itsGroup;
        int gap = itsEntry;
        int group = itsGroup;
        while (equal(tags(group), 0) == 0) {
            group = group + 1 & mask;
            int mover = movable(group, gapGroup);
            if (mover >= 0) {
                int node = node(group, mover);
                put(gapGroup, gap, tag(hashOf(node)), node);
                gapGroup = group;
                gap = mover;
            }
        }
        put(gapGroup, gap, 0, 0);
    }

    /** Returns an entry of a group that may move to one before, since its home is not behind. */
    private int movable(int group, int before) {
        long tags = tags(group);
        for (int entry = 0; entry < GROUP; entry++) {
            boolean used = (tags >>> (entry << 3) & 0xff) != 0;
            if (used
                    && (group - home(hashOf(node(group, entry))) & mask)
                            >= (group - before & mask)) {
                return entry;
            }
        }
        return -1;
    }
}
