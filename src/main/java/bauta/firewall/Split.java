package bauta.firewall;

/**
 * A way to part boxes: how many lie below, above and on both sides of a threshold.
 *
 * @param field number of the field in the boxes
 * @param threshold the highest number of the lower side
 * @param low boxes on the lower side alone
 * @param high boxes on the higher side alone
 * @param both boxes on both sides
 */
record Split(int field, int threshold, int low, int high, int both) {
    /** So few boxes are looked at one by one. */
    static final int SMALL = 6;

    private static final int FEW = 8 * SMALL;

    /** What it costs to search a second subtree as well. */
    static final double VISIT = 1.5;

    /** Returns the side of a box: -1 lower, 1 higher, 0 both. */
    static int side(Boxes boxes, int box, int field, int threshold) {
        if (boxes.high(box, field) <= threshold) {
            return -1;
        }
        return boxes.low(box, field) > threshold ? 1 : 0;
    }

    static Split count(Boxes boxes, int[] some, int field, int threshold) {
        int low = 0;
        int high = 0;
        for (int box : some) {
            int side = side(boxes, box, field, threshold);
            low += side < 0 ? 1 : 0;
            high += side > 0 ? 1 : 0;
        }
        return new Split(field, threshold, low, high, some.length - low - high);
    }

    private int all() {
        return low + high + both;
    }

    /** Returns whether every part is clearly smaller than the whole. */
    boolean isUseful(int budget) {
        int largest = Math.max(both, Math.max(low, high) + (copies(budget) ? both : 0));
        return largest <= all() - Math.max(1, all() / 16);
    }

    /** Returns whether the boxes on both sides are few enough to stand in both subtrees. */
    boolean copies(int budget) {
        return low > 0
                && high > 0
                && both <= budget
                && both <= (all() > FEW ? all() / 8 : all() / 3);
    }

    /** Returns what a search will cost, about. */
    double cost(int budget) {
        int side = Math.max(low, high);
        return copies(budget)
                ? visit(side + both)
                : visit(side) + visit(both) + (both == 0 ? 0 : VISIT);
    }

    /** Returns what a search among boxes costs, about. */
    static double visit(int boxes) {
        return boxes <= SMALL ? (double) boxes / SMALL : 1 + Math.log((double) boxes / SMALL);
    }
}
