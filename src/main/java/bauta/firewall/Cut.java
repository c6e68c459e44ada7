package bauta.firewall;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A way to part boxes in one step however many they are: a stretch of one field in cells of equal
 * size. A box is in the one or two cells that it touches; those that touch more stand aside.
 */
final class Cut {
    private static final int LEAST_BOXES = 2 * Split.SMALL;
    private static final int MOST_CELLS = 4096;
    private static final int ASIDE = -1;

    /** The field's number in the boxes, the lowest number of the first cell, the cells' size. */
    final int field;

    final int base;
    final int shift;

    /** How many cells there are. */
    final int cells;

    private final Boxes boxes;
    private final int[] some;

    /** How many boxes are in each cell, and how many stand aside. */
    private final int[] counts;

    private int aside;
    private int copies;

    private Cut(Boxes boxes, int[] some, int field, long[] stretch) {
        this.boxes = boxes;
        this.some = some;
        this.field = field;
        this.base = (int) stretch[0];
        long width = stretch[1] - stretch[0];
        int wanted = Math.min(MOST_CELLS, Integer.highestOneBit(some.length) << 1);
        this.shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(width / wanted));
        this.cells = (int) (width >>> shift) + 1;
        this.counts = new int[cells];
        for (int box : some) {
            count(box);
        }
    }

    /**
     * Returns the cut of a field.
     *
     * @param boxes all boxes
     * @param some those to be parted
     * @param field number of the field in the boxes
     * @param region first and last number that the field can have here
     * @return the cut, or null when there is nothing to gain
     */
    static @Nullable Cut of(Boxes boxes, int[] some, int field, long[] region) {
        long[] stretch = {Long.MAX_VALUE, Long.MIN_VALUE};
        for (int box : some) {
            if (boxes.low(box, field) > region[0] || boxes.high(box, field) < region[1]) {
                stretch[0] = Math.min(stretch[0], Math.max(region[0], boxes.low(box, field)));
                stretch[1] = Math.max(stretch[1], Math.min(region[1], boxes.high(box, field)));
            }
        }
        if (some.length < LEAST_BOXES || stretch[0] >= stretch[1]) {
            return null;
        }
        Cut cut = new Cut(boxes, some, field, stretch);
        return cut.isUseful() ? cut : null;
    }

    private void count(int box) {
        int first = firstCell(box);
        if (first == ASIDE) {
            aside++;
            return;
        }
        counts[first]++;
        if (lastCell(box) > first) {
            counts[first + 1]++;
            copies++;
        }
    }

    private int firstCell(int box) {
        long first = (long) boxes.low(box, field) - base >> shift;
        boolean inside = first >= 0 && lastCell(box) < cells && lastCell(box) - first <= 1;
        return inside ? (int) first : ASIDE;
    }

    private long lastCell(int box) {
        return (long) boxes.high(box, field) - base >> shift;
    }

    private boolean isUseful() {
        int largest = IntStream.of(counts).max().orElse(0);
        return Math.max(largest, aside) <= some.length - some.length / 16 - 1;
    }

    /** Returns how many boxes stand in two cells. */
    int copies() {
        return copies;
    }

    /** Returns what a search will cost, about, for a packet that meets a box. */
    double cost() {
        double squares = 0;
        for (int count : counts) {
            squares += (double) count * count;
        }
        int usual = (int) (squares / Math.max(1, some.length - aside));
        return Split.visit(usual) + (aside == 0 ? 0 : Split.visit(aside) + Split.VISIT);
    }

    /** Returns the boxes that stand aside. */
    int[] aside() {
        return IntStream.of(some).filter(box -> firstCell(box) == ASIDE).toArray();
    }

    /** Returns the boxes of each cell, in order. */
    int[][] parts() {
        int[][] parts = new int[cells][];
        for (int cell = 0; cell < cells; cell++) {
            parts[cell] = new int[counts[cell]];
        }
        int[] filled = new int[cells];
        for (int box : some) {
            int first = firstCell(box);
            if (first != ASIDE) {
                for (int cell = first; cell <= lastCell(box); cell++) {
                    parts[cell][filled[cell]++] = box;
                }
            }
        }
        assert Arrays.equals(filled, counts);
        return parts;
    }

    /** Returns the lowest number in a cell, as a signed one. */
    int first(int cell) {
        return (int) (base + ((long) cell << shift));
    }

    /** Returns the highest number in a cell. */
    int last(int cell) {
        return (int) Math.min(Integer.MAX_VALUE, base + ((cell + 1L) << shift) - 1);
    }
}
