package bauta.firewall;

import java.util.Arrays;

/** The nodes and leaves of a {@link RuleTree} that is being built. */
final class TreeNodes {
    private static final int ROOM = 64;

    private int[] nodes = new int[ROOM * RuleTree.NODE];
    private int nodesEnd;
    private int[] cells = new int[ROOM];
    private int cellsEnd;
    private int[] leaves = new int[ROOM];
    private int leavesEnd;

    /** Adds a leaf with matches in order, at least one; returns the child that it is. */
    int leaf(int[] matches) {
        if (matches.length == 1) {
            return RuleTree.single(matches[0]);
        }
        if (leavesEnd + matches.length > leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * leaves.length + matches.length);
        }
        System.arraycopy(matches, 0, leaves, leavesEnd, matches.length);
        int node = grow(matches);
        nodes[node + RuleTree.FIELD] = RuleTree.LEAF;
        nodes[node + RuleTree.LEAF_START] = leavesEnd;
        leavesEnd += matches.length;
        nodes[node + RuleTree.LEAF_END] = leavesEnd;
        return node;
    }

    /** Adds an inner node above matches in order, at least one; returns its place. */
    int inner(int[] matches, Field field, int threshold) {
        int node = grow(matches);
        nodes[node + RuleTree.FIELD] = field.ordinal();
        nodes[node + RuleTree.THRESHOLD] = threshold;
        return node;
    }

    /** Adds an inner node with cells, still empty; returns its place. */
    int cut(int[] matches, Field field, Cut cut) {
        int node = grow(matches);
        nodes[node + RuleTree.FIELD] = field.ordinal() + RuleTree.CELLS;
        nodes[node + RuleTree.BASE] = cut.base;
        nodes[node + RuleTree.SHIFT] = cut.shift;
        nodes[node + RuleTree.PLACE] = cellsEnd;
        nodes[node + RuleTree.COUNT] = cut.cells;
        cellsEnd += cut.cells;
        if (cellsEnd > cells.length) {
            cells = Arrays.copyOf(cells, cellsEnd + cells.length);
        }
        Arrays.fill(cells, cellsEnd - cut.cells, cellsEnd, RuleTree.NO_NODE);
        return node;
    }

    /** Returns how many cells there are in all. */
    int cellCount() {
        return cellsEnd;
    }

    void cell(int node, int cell, int child) {
        cells[nodes[node + RuleTree.PLACE] + cell] = child;
    }

    void child(int node, int which, int child) {
        nodes[node + which] = child;
    }

    private int grow(int[] matches) {
        int node = nodesEnd;
        nodesEnd += RuleTree.NODE;
        if (nodesEnd > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        nodes[node + RuleTree.LOWEST] = matches[0];
        nodes[node + RuleTree.HIGHEST] = matches[matches.length - 1];
        return node;
    }

    int[] nodes() {
        return Arrays.copyOf(nodes, nodesEnd);
    }

    int[] cells() {
        return Arrays.copyOf(cells, cellsEnd);
    }

    int[] leaves() {
        return Arrays.copyOf(leaves, leavesEnd);
    }
}
