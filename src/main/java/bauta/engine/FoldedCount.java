package bauta.engine;

/**
 * Counts what may happen often and says when that is worth a line: the 1st, 2nd, 4th, 8th… time.
 * Owned by one thread.
 */
final class FoldedCount {
    private long times;

    /** Counts one more; returns whether it is due to be told. */
    boolean again() {
        times++;
        return Long.bitCount(times) == 1;
    }

    /** Returns how often it happened. */
    long times() {
        return times;
    }
}
