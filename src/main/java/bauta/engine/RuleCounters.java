package bauta.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Packets and bytes by rule. One thread counts; any thread may read. Where a slot changes hands,
 * its new owner's numbers start from nothing.
 */
public final class RuleCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[2 * RuleSlots.CAPACITY];
    private final long[] before = new long[2 * RuleSlots.CAPACITY];

    /**
     * Counts a packet.
     *
     * @param slot the rule's place
     * @param bytes its length
     */
    @HotPath
    public void count(int slot, int bytes) {
        int cell = 2 * slot;
        CELL.setOpaque(counts, cell, counts[cell] + 1);
        CELL.setOpaque(counts, cell + 1, counts[cell + 1] + bytes);
    }

    /**
     * Returns the packets of a rule.
     *
     * @param slot its place
     */
    public long packets(int slot) {
        return since(2 * slot);
    }

    /**
     * Returns the bytes of a rule.
     *
     * @param slot its place
     */
    public long bytes(int slot) {
        return since(2 * slot + 1);
    }

    private long since(int cell) {
        return (long) CELL.getOpaque(counts, cell) - (long) CELL.getOpaque(before, cell);
    }

    /** Lets the numbers of a slot start from nothing; the one who counts is not disturbed. */
    void startAnew(int slot) {
        for (int cell = 2 * slot; cell < 2 * slot + 2; cell++) {
            CELL.setOpaque(before, cell, (long) CELL.getOpaque(counts, cell));
        }
    }
}
