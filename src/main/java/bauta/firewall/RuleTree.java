package bauta.firewall;

/**
 * A tree over boxes that names the few matches worth a look. Each inner node asks one field whether
 * it is above a threshold and goes on at one side; boxes on both sides of the threshold are in both
 * subtrees when they are few, else in a third one, which is searched as well. Where a field tells
 * many rules apart, a node has cells of equal size in place of a threshold, so that one step does
 * for ten rules as for ten thousand. Memory grows with the number of boxes alone. Immutable.
 *
 * <p>A node is eight numbers: the field with threshold and children, or the field of cells with
 * their base, size, place and count, or -1 and a stretch of the leaves; then the lowest and highest
 * match below it, by which whole subtrees are passed over. A child is the place of a node, or
 * {@link #NO_NODE}, or below that a single match.
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

    /** Added to the field of a node with cells. */
    static final int CELLS = Field.COUNT;

    /** In a node with cells, in place of threshold and children. */
    static final int BASE = THRESHOLD;

    static final int SHIFT = LOW;
    static final int PLACE = HIGH;
    static final int COUNT = 7;

    /** In a leaf, in place of the field. */
    static final int LEAF = -1;

    /** In a leaf, where its stretch begins and ends. */
    static final int LEAF_START = LOW;

    static final int LEAF_END = HIGH;

    private final int[] nodes;
    private final int[] cells;
    private final int[] leaves;
    private final int root;
    private final Conditions conditions;

    RuleTree(TreeNodes built, int root, Conditions conditions) {
        this.nodes = built.nodes();
        this.cells = built.cells();
        this.leaves = built.leaves();
        this.root = root;
        this.conditions = conditions;
    }

    /** Returns the child that is a single match; and of such a child its match. */
    static int single(int match) {
        return NO_NODE - 1 - match;
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
        return search(root, NONE, facts, from, off);
    }

    private int search(int start, int found, PacketFacts facts, int from, long[] off) {
        int node = start;
        int best = found;
        while (node >= 0 && nodes[node + LOWEST] < best && nodes[node + HIGHEST] >= from) {
            int field = nodes[node + FIELD];
            if (field == LEAF) {
                return scan(node, best, facts, from, off);
            }
            int side =
                    field >= CELLS
                            ? cell(node, facts.point[field - CELLS])
                            : nodes[
                                    node
                                            + (facts.point[field] > nodes[node + THRESHOLD]
                                                    ? HIGH
                                                    : LOW)];
            int both = nodes[node + BOTH];
            if (side == NO_NODE || both == NO_NODE) {
                node = side == NO_NODE ? both : side;
            } else if (lowest(both) < lowest(side)) {
                best = search(both, best, facts, from, off);
                node = side;
            } else {
                best = search(side, best, facts, from, off);
                node = both;
            }
        }
        return node < NO_NODE ? look(single(node), best, facts, from, off) : best;
    }

    private int cell(int node, int number) {
        long cell = (long) number - nodes[node + BASE] >> nodes[node + SHIFT];
        return cell >= 0 && cell < nodes[node + COUNT]
                ? cells[nodes[node + PLACE] + (int) cell]
                : NO_NODE;
    }

    private int lowest(int child) {
        return child < NO_NODE ? single(child) : nodes[child + LOWEST];
    }

    private int look(int match, int found, PacketFacts facts, int from, long[] off) {
        boolean asked = match < found && match >= from && (off[match >>> 6] >>> match & 1) == 0;
        return asked && conditions.takes(match, facts.point, facts.mark) ? match : found;
    }

    private int scan(int node, int found, PacketFacts facts, int from, long[] off) {
        int end = nodes[node + LEAF_END];
        for (int at = nodes[node + LEAF_START]; at < end; at++) {
            int match = leaves[at];
            if (match >= found) {
                return found;
            }
            if (look(match, found, facts, from, off) == match) {
                return match;
            }
        }
        return found;
    }

    /** Returns the bytes of the whole, about. */
    int bytes() {
        return Integer.BYTES * (nodes.length + cells.length + leaves.length) + conditions.bytes();
    }
}
