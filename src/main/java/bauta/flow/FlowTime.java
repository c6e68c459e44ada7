package bauta.flow;

import bauta.engine.HotPath;

/**
 * Times of flows in four bytes: units of 2^20 ns, rounded up, the low 32 bits of them. Two times
 * can be compared while they lie less than 26 days apart.
 */
@HotPath
final class FlowTime {
    /** Idle times must stay below it. */
    static final long LIMIT_NANOS = 1L << 50;

    private static final int SHIFT = 20;

    private FlowTime() {}

    static int of(long nanos) {
        return (int) (nanos + (1L << SHIFT) - 1 >> SHIFT);
    }

    /**
     * Returns the time in nanoseconds.
     *
     * @param time a time
     * @param aroundNanos any time less than 26 days away from it
     */
    static long nanos(int time, long aroundNanos) {
        long around = aroundNanos >> SHIFT;
        return around + (time - (int) around) << SHIFT;
    }

    static boolean isBefore(int a, int b) {
        return a - b < 0;
    }
}
