package bauta.firewall;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RuleTree}. At each node every field is tried with a few thresholds out of the
 * middle of the boxes' edges, and the cheapest taken. Time and memory are bounded: a node looks at
 * a bounded number of edges, copies of boxes come out of a budget, and so does depth.
 */
final class RuleTreeBuilder {
    private static final int MOST_DEPTH = 64;
    private static final int SAMPLES = 128;
    private static final int COPIES_PER_BOX = 3;
    private static final int CELLS_PER_BOX = 12;
    private static final int EIGHTHS = 8;
    private static final int[] TRIED_EIGHTHS = {1, 2, 4, 6, 7};
    private static final int[] NO_BOXES = {};

    private final Boxes boxes;
    private final TreeNodes tree = new TreeNodes();
    private final int[] edges = new int[2 * SAMPLES];

    /** The part of the space that the node at hand is about: first and last of each field. */
    private final long[][] region;

    private RuleTreeBuilder(Boxes boxes) {
        this.boxes = boxes;
        this.region = new long[boxes.fields.length][];
        Arrays.fill(region, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE});
    }

    static RuleTree build(Boxes boxes, Conditions conditions) {
        RuleTreeBuilder builder = new RuleTreeBuilder(boxes);
        int[] all = IntStream.range(0, boxes.count()).toArray();
        int root = builder.node(all, COPIES_PER_BOX * all.length, 0);
        return new RuleTree(builder.tree, root, conditions);
    }

    /** Boxes are numbered in the order of their matches, and every part keeps that order. */
    private int node(int[] some, int budget, int depth) {
        if (some.length == 0) {
            return RuleTree.NO_NODE;
        }
        int[] matches = matches(some);
        if (matches.length <= Split.SMALL || depth == MOST_DEPTH) {
            return tree.leaf(matches);
        }
        Split split = bestSplit(some, budget);
        Cut cut = bestCut(some, budget);
        if (cut != null && (split == null || cut.cost() <= split.cost(budget))) {
            return cutNode(matches, cut, budget, depth);
        }
        return split == null ? tree.leaf(matches) : splitNode(some, split, budget, depth);
    }

    private int cutNode(int[] matches, Cut cut, int budget, int depth) {
        int node = tree.cut(matches, boxes.fields[cut.field], cut);
        int[] aside = cut.aside();
        int left = budget - cut.copies();
        long[] before = region[cut.field];
        int[][] parts = cut.parts();
        long all = Math.max(1, aside.length);
        for (int[] part : parts) {
            all += part.length;
        }
        for (int cell = 0; cell < parts.length; cell++) {
            region[cut.field] = new long[] {cut.first(cell), Math.min(before[1], cut.last(cell))};
            int share = (int) (left * (long) parts[cell].length / all);
            tree.cell(node, cell, node(parts[cell], share, depth + 1));
        }
        region[cut.field] = before;
        int share = (int) (left * (long) aside.length / all);
        tree.child(node, RuleTree.BOTH, node(aside, share, depth + 1));
        return node;
    }

    private int splitNode(int[] some, Split split, int budget, int depth) {
        int[] matches = matches(some);
        int node = tree.inner(matches, boxes.fields[split.field()], split.threshold());
        boolean copies = split.copies(budget);
        int[] low = select(some, split, -1, copies);
        int[] high = select(some, split, 1, copies);
        int[] both = copies ? NO_BOXES : select(some, split, 0, false);
        int[] budgets = shares(copies ? budget - split.both() : budget, low, high, both);
        long[] before = region[split.field()];
        region[split.field()] = new long[] {before[0], split.threshold()};
        tree.child(node, RuleTree.LOW, node(low, budgets[0], depth + 1));
        region[split.field()] = new long[] {split.threshold() + 1L, before[1]};
        tree.child(node, RuleTree.HIGH, node(high, budgets[1], depth + 1));
        region[split.field()] = before;
        tree.child(node, RuleTree.BOTH, node(both, budgets[2], depth + 1));
        return node;
    }

    private int[] matches(int[] some) {
        return IntStream.of(some).map(boxes::match).distinct().toArray();
    }

    private int[] select(int[] some, Split split, int wanted, boolean alsoBoth) {
        return IntStream.of(some)
                .filter(box -> {
                    int side = Split.side(boxes, box, split.field(), split.threshold());
                    return side == wanted || side == 0 && alsoBoth;
                })
                .toArray();
    }

    private static int[] shares(int budget, int[]... parts) {
        long all = Math.max(1, Arrays.stream(parts).mapToLong(part -> part.length).sum());
        return Arrays.stream(parts)
                .mapToInt(part -> (int) ((long) budget * part.length / all))
                .toArray();
    }

    private @Nullable Cut bestCut(int[] some, int budget) {
        Cut best = null;
        int room = CELLS_PER_BOX * boxes.count() - tree.cellCount();
        for (int field = 0; field < boxes.fields.length; field++) {
            Cut cut = Cut.of(boxes, some, field, region[field]);
            if (cut != null
                    && cut.copies() <= budget
                    && cut.cells <= room
                    && (best == null || cut.cost() < best.cost())) {
                best = cut;
            }
        }
        return best;
    }

    private @Nullable Split bestSplit(int[] some, int budget) {
        Split best = null;
        for (int field = 0; field < boxes.fields.length; field++) {
            int count = sampleEdges(some, field);
            int before = 0;
            for (int i = 0; i < TRIED_EIGHTHS.length && count > 0; i++) {
                int threshold = edges[count * TRIED_EIGHTHS[i] / EIGHTHS];
                if (i > 0 && threshold == before) {
                    continue;
                }
                before = threshold;
                Split split = Split.count(boxes, some, field, threshold);
                if (split.isUseful(budget)
                        && (best == null || split.cost(budget) < best.cost(budget))) {
                    best = split;
                }
            }
        }
        return best;
    }

    /** Puts thresholds at edges inside the region in order; returns how many. */
    private int sampleEdges(int[] some, int field) {
        long first = region[field][0];
        long last = region[field][1];
        int count = 0;
        int step = Math.max(1, some.length / SAMPLES + 1);
        for (int i = 0; i < some.length; i += step) {
            int low = boxes.low(some[i], field);
            int high = boxes.high(some[i], field);
            if (low > first) {
                edges[count++] = low - 1;
            }
            if (high < last) {
                edges[count++] = high;
            }
        }
        Arrays.sort(edges, 0, count);
        return count;
    }
}
