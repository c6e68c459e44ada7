package bauta.nat.schedule;

import java.time.Duration;

/**
 * Which targets a destination address had. Bounded: an entry is forgotten when it was not used for
 * a day; from {@link #MAX_ENTRIES} on already after six minutes, and while that does not help new
 * destinations are not remembered. Looked through at most once a minute.
 */
final class DestinationCache {
    /** No such entry. */
    static final int NONE = -1;

    /** Entries at most. */
    static final int MAX_ENTRIES = 16_384;

    static final long EXPIRY_NANOS = Duration.ofHours(24).toNanos();
    static final long EXPIRY_FULL_NANOS = Duration.ofMinutes(6).toNanos();
    static final long SWEEP_NANOS = Duration.ofSeconds(60).toNanos();

    private static final int FIRST_ROOM = 64;

    private int[] destinations = new int[FIRST_ROOM];
    private long[] sets = new long[FIRST_ROOM];
    private long[] usedNanos = new long[FIRST_ROOM];
    private long[] changedNanos = new long[FIRST_ROOM];
    private int size;
    private boolean swept;
    private long sweptNanos;

    int size() {
        return size;
    }

    /** Finds the entry of a destination, one that has not expired. */
    int find(int destination, long nowNanos) {
        int at = place(destination);
        boolean there = sets[at] != 0 && nowNanos - usedNanos[at] <= EXPIRY_NANOS;
        return there ? at : NONE;
    }

    /** Returns the targets of an entry, one bit for each. */
    long set(int entry) {
        return sets[entry];
    }

    /** Returns when the targets of an entry were changed last. */
    long changedNanos(int entry) {
        return changedNanos[entry];
    }

    /**
     * Notes that a destination was used now, and which targets it has.
     *
     * @param set one bit for each target, not 0
     */
    void put(int destination, long set, long nowNanos) {
        sweep(nowNanos);
        int at = place(destination);
        if (sets[at] == 0) {
            if (size == MAX_ENTRIES) {
                return;
            }
            size++;
            destinations[at] = destination;
        }
        if (sets[at] != set) {
            sets[at] = set;
            changedNanos[at] = nowNanos;
        }
        usedNanos[at] = nowNanos;
        if (size * 2 > sets.length) {
            rebuild(sets.length * 2, nowNanos, EXPIRY_NANOS);
        }
    }

    private void sweep(long nowNanos) {
        if (swept && nowNanos - sweptNanos < SWEEP_NANOS) {
            return;
        }
        swept = true;
        sweptNanos = nowNanos;
        rebuild(sets.length, nowNanos, size == MAX_ENTRIES ? EXPIRY_FULL_NANOS : EXPIRY_NANOS);
    }

    private void rebuild(int room, long nowNanos, long expiryNanos) {
        int[] oldDestinations = destinations;
        long[] oldSets = sets;
        long[] oldUsed = usedNanos;
        long[] oldChanged = changedNanos;
        destinations = new int[room];
        sets = new long[room];
        usedNanos = new long[room];
        changedNanos = new long[room];
        size = 0;
        for (int i = 0; i < oldSets.length; i++) {
            if (oldSets[i] != 0 && nowNanos - oldUsed[i] <= expiryNanos) {
                int at = place(oldDestinations[i]);
                destinations[at] = oldDestinations[i];
                sets[at] = oldSets[i];
                usedNanos[at] = oldUsed[i];
                changedNanos[at] = oldChanged[i];
                size++;
            }
        }
    }

    private int place(int destination) {
        int mask = sets.length - 1;
        int at = destination * 0x9e3779b1 >>> Integer.numberOfLeadingZeros(sets.length) + 1;
        while (sets[at] != 0 && destinations[at] != destination) {
            at = at + 1 & mask;
        }
        return at;
    }
}
