package bauta.forward;

/**
 * How many flows each key may begin: a token bucket for each, whose rate is an equal share of
 * {@link #PER_SECOND} among the keys that begin more than a few. Bounded: {@link #ROWS} keys have a
 * bucket of their own, in sets of four; a row is given to another key when nobody has asked by it
 * for a second. Keys that find their set full have one bucket together. The hash is keyed, so that
 * nobody outside can choose whose set he fills. Router loop only.
 */
final class RationRows {
    /** New flows per second of all busy keys together. */
    static final int PER_SECOND = 10_000;

    /** New flows per second that any key may begin, however many there are. */
    static final int LEAST_PER_SECOND = 100;

    /** New flows that a key may begin at once, as a browser does. */
    static final int BURST = 200;

    /** Keys with a bucket of their own. */
    static final int ROWS = 512;

    static final long WINDOW_NANOS = 100_000_000L;
    private static final long IDLE_NANOS = 1_000_000_000L;
    private static final int BUSY = (int) (LEAST_PER_SECOND * WINDOW_NANOS / 1_000_000_000L);
    private static final int WAYS = 4;
    private static final int SHARED = ROWS;
    private static final long TOKEN = 1_000_000_000L;
    private static final long FULL = BURST * TOKEN;

    private final long seed;
    private final long[] keys = new long[ROWS + 1];
    private final long[] askedNanos = new long[ROWS + 1];
    private final long[] credits = new long[ROWS + 1];
    private final long[] windows = new long[ROWS + 1];
    private final int[] asked = new int[ROWS + 1];
    private long window;
    private int busy;
    private int busyBefore;

    RationRows(long seed) {
        this.seed = seed;
        keys[SHARED] = -1;
        credits[SHARED] = FULL;
    }

    /**
     * Takes a token of a key.
     *
     * @param key whose; not 0
     * @param now the time
     * @return whether there was one
     */
    boolean take(long key, long now) {
        turn(now);
        int row = row(key, now);
        long credit = credit(row, key, now);
        if (row != SHARED && keys[row] != key) {
            keys[row] = key;
            windows[row] = -1;
        }
        count(row);
        askedNanos[row] = now;
        boolean enough = credit >= TOKEN;
        credits[row] = enough ? credit - TOKEN : credit;
        return enough;
    }

    /**
     * Returns whether a key has a token; takes none.
     *
     * @param key whose; not 0
     * @param now the time
     */
    boolean has(long key, long now) {
        return credit(row(key, now), key, now) >= TOKEN;
    }

    /** Returns the row of a key: its own, one that nobody uses, or the shared one. */
    private int row(long key, long now) {
        int first = set(key);
        int idle = SHARED;
        for (int row = first; row < first + WAYS; row++) {
            if (keys[row] == key) {
                return row;
            }
            long ago = now - askedNanos[row];
            if (keys[row] == 0 || ago < 0 || ago >= IDLE_NANOS) {
                idle = row;
            }
        }
        return idle;
    }

    private int set(long key) {
        long mixed = (key ^ seed) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return (int) (mixed >>> 32 & ROWS / WAYS - 1) * WAYS;
    }

    private long credit(int row, long key, long now) {
        if (row != SHARED && keys[row] != key) {
            return FULL;
        }
        long ago = Math.clamp(now - askedNanos[row], 0, IDLE_NANOS);
        return Math.min(FULL, credits[row] + ago * share(now));
    }

    /** Returns what a busy key may begin per second. */
    private int share(long now) {
        int sharers = Math.max(1, busyBefore(now));
        return Math.max(LEAST_PER_SECOND, PER_SECOND / sharers);
    }

    private int busyBefore(long now) {
        return switch (Math.clamp(now / WINDOW_NANOS - window, -1, 2)) {
            case 0 -> busyBefore;
            case 1 -> busy;
            default -> 0;
        };
    }

    private void turn(long now) {
        busyBefore = busyBefore(now);
        long current = now / WINDOW_NANOS;
        if (current != window) {
            window = current;
            busy = 0;
        }
    }

    private void count(int row) {
        if (windows[row] != window) {
            windows[row] = window;
            asked[row] = 0;
        }
        asked[row]++;
        if (asked[row] == BUSY + 1) {
            busy++;
        }
    }
}
