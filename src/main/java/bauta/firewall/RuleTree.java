package bauta.firewall;

/**
 * A tree over boxes that names the few matches worth a look. Each inner node asks one field whether
 * it is above a threshold and goes on at one side; boxes on both sides of the threshold are in both
 * subtrees when they are few, else in a third one, which is searched as well. So memory grows with
 * the number of boxes alone, and each field that tells rules apart halves what is left. Immutable.
 *
 * <p>A node is eight numbers: the field with threshold and children, or -1 and a stretch of the
 * leaves; then the lowest and highest match below it, by which whole subtrees are passed over.
 */
final class RuleTree {
    /** What {@link #search} answers when no match takes the packet. */
    static final int NONE = Integer.MAX_VALUE;

    /** A child that is not there. */
    static final int NO_NODE = -1;

    static final int NODE = 8;
    static final int FIELD = 0;
    static final int THRESHOLD = 1;
    static final int LOW = 2;
    static final int HIGH = 3;
    static final int BOTH = 4;
    static final int LOWEST = 5;
    static final int HIGHEST = 6;

    /** In a leaf, in place of the field. */
    static final int LEAF = -1;

    /** In a leaf, where its stretch begins and ends. */
    static final int LEAF_START = LOW;

    static final int LEAF_END = HIGH;

    private final int[] nodes;
    private final int[] leaves;
    private final Conditions conditions;

    RuleTree(int[] nodes, int[] leaves, Conditions conditions) {
        this.nodes = nodes;
        this.leaves = leaves;
        this.conditions = conditions;
    }

    /**
     * Returns the first match that takes a packet.
     *
     * @param facts the packet, its point filled in
     * @param from the lowest match to look at
     * @param off the matches to leave out, a bit each
     * @return its number, or {@link #NONE}
     */
    int search(PacketFacts facts, int from, long[] off) {
        return nodes.length == 0 ? NONE : search(0, NONE, facts, from, off);
    }

    private int search(int start, int found, PacketFacts facts, int from, long[] off) {
        int node = start;
        int best = found;
        while (node != NO_NODE && nodes[node + LOWEST] < best && nodes[node + HIGHEST] >= from) {
            int field = nodes[node + FIELD];
            if (field == LEAF) {
                return scan(node, best, facts, from, off);
            }
            boolean high = facts.point[field] > nodes[node + THRESHOLD];
            int side = nodes[node + (high ? HIGH : LOW)];
            int both = nodes[node + BOTH];
            if (side == NO_NODE || both == NO_NODE) {
                node = side == NO_NODE ? both : side;
            } else if (nodes[both + LOWEST] < nodes[side + LOWEST]) {
                best = search(both, best, facts, from, off);
                node = side;
            } else {
                best = search(side, best, facts, from, off);
                node = both;
            }
        }
        return best;
    }

    private int scan(int node, int found, PacketFacts facts, int from, long[] off) {
        int end = nodes[node + LEAF_END];
        for (int at = nodes[node + LEAF_START]; at < end; at++) {
            int match = leaves[at];
            if (match >= found) {
                return found;
            }
            boolean asked = match >= from && (off[match >>> 6] >>> match & 1) == 0;
            if (asked && conditions.takes(match, facts.point, facts.mark)) {
                return match;
            }
        }
        return found;
    }

    /** Returns the bytes of the whole, about. */
    int bytes() {
        return Integer.BYTES * (nodes.length + leaves.length) + conditions.bytes();
    }
}
