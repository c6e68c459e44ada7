package bauta.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;

/** Frames that ended, by {@link DropReason}. One thread counts; any thread may read. */
public final class DropCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] counts = new long[REASONS.length];

    /**
     * Counts one frame.
     *
     * @param reason why it ended here
     */
    @HotPath
    public void count(DropReason reason) {
        int cell = reason.ordinal();
        CELL.setOpaque(counts, cell, counts[cell] + 1);
    }

    /**
     * Returns the number of frames that ended for this reason since start.
     *
     * @param reason the reason asked for
     */
    public long value(DropReason reason) {
        return (long) CELL.getOpaque(counts, reason.ordinal());
    }

    /** Returns the sum over all reasons. */
    public long total() {
        long sum = 0;
        for (DropReason reason : REASONS) {
            sum += value(reason);
        }
        return sum;
    }

    /** Returns every reason that has been counted at least once, in declaration order. */
    public Map<DropReason, Long> nonZero() {
        Map<DropReason, Long> map = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            long value = value(reason);
            if (value != 0) {
                map.put(reason, value);
            }
        }
        return map;
    }
}
