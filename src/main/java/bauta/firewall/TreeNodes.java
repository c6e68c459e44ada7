package bauta.firewall;

import java.util.Arrays;

/** The nodes and leaves of a {@link RuleTree} that is being built. */
final class TreeNodes {
    private static final int ROOM = 64;

    private int[] nodes = new int[ROOM * RuleTree.NODE];
    private int nodesEnd;
    private int[] leaves = new int[ROOM];
    private int leavesEnd;

    /** Adds a leaf with matches in order, at least one; returns its place. */
    int leaf(int[] matches) {
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

    RuleTree with(Conditions conditions) {
        return new RuleTree(
                Arrays.copyOf(nodes, nodesEnd), Arrays.copyOf(leaves, leavesEnd), conditions);
    }
}
