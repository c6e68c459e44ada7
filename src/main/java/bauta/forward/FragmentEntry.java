package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FlowTable;

/** What is known of one datagram that comes in pieces. Reused; bounded in every way. */
final class FragmentEntry {
    static final int MAX_HELD = 8;
    private static final int MAX_RANGES = 16;
    private static final int UNKNOWN_END = -1;

    private final int[] starts = new int[MAX_RANGES];
    private final int[] ends = new int[MAX_RANGES];
    private final int[] heldAt = new int[MAX_HELD];
    private final int[] heldEnd = new int[MAX_HELD];
    private int ranges;
    private int held;
    private int lastEnd;

    boolean used;
    long addresses;
    long rest;
    long deadlineNanos;
    int node;

    /** Side, kind and ports of the first piece; only valid with a node. */
    long ports;

    int identification;

    /** Why every further piece is dropped; {@code NONE} while the datagram is alive. */
    DropReason dead = DropReason.NONE;

    void begin(long itsAddresses, long itsRest, long deadline) {
        used = true;
        addresses = itsAddresses;
        rest = itsRest;
        deadlineNanos = deadline;
        node = FlowTable.NONE;
        identification = -1;
        dead = DropReason.NONE;
        ranges = 0;
        held = 0;
        lastEnd = UNKNOWN_END;
    }

    /**
     * Notes the bytes of a piece.
     *
     * @param start offset of its first byte
     * @param end offset after its last byte
     * @param more whether others follow
     * @return {@code NONE}, or why it does not fit: an overlap kills the datagram, an exact
     *     repetition only itself
     */
    DropReason note(int start, int end, boolean more) {
        boolean beyond = lastEnd != UNKNOWN_END && end > lastEnd;
        boolean shortened = !more && ranges > 0 && ends[ranges - 1] > end;
        boolean secondEnd = !more && lastEnd != UNKNOWN_END && lastEnd != end;
        if (beyond || shortened || secondEnd) {
            dead = DropReason.IPV4_BAD_FRAGMENT;
            return dead;
        }
        int place = 0;
        while (place < ranges && ends[place] <= start) {
            place++;
        }
        if (place < ranges && starts[place] < end) {
            boolean repeated = starts[place] <= start && ends[place] >= end;
            dead = repeated ? dead : DropReason.IPV4_BAD_FRAGMENT;
            return DropReason.IPV4_BAD_FRAGMENT;
        }
        if (ranges == MAX_RANGES && !touches(place, start, end)) {
            return DropReason.IPV4_FRAGMENT_LIMIT;
        }
        insert(place, start, end);
        lastEnd = more ? lastEnd : end;
        return DropReason.NONE;
    }

    private boolean touches(int place, int start, int end) {
        return place > 0 && ends[place - 1] == start || place < ranges && starts[place] == end;
    }

    private void insert(int place, int start, int end) {
        boolean joinsBefore = place > 0 && ends[place - 1] == start;
        boolean joinsAfter = place < ranges && starts[place] == end;
        if (joinsBefore && joinsAfter) {
            ends[place - 1] = ends[place];
            shift(place + 1, -1);
        } else if (joinsBefore) {
            ends[place - 1] = end;
        } else if (joinsAfter) {
            starts[place] = start;
        } else {
            shift(place, 1);
            starts[place] = start;
            ends[place] = end;
        }
    }

    private void shift(int from, int by) {
        System.arraycopy(starts, from, starts, from + by, ranges - from);
        System.arraycopy(ends, from, ends, from + by, ranges - from);
        ranges += by;
    }

    /** The dead before the living, then the older before the younger. */
    boolean isMissedLessThan(FragmentEntry other) {
        boolean isDead = dead != DropReason.NONE;
        boolean otherIsDead = other.dead != DropReason.NONE;
        return isDead == otherIsDead ? deadlineNanos < other.deadlineNanos : isDead;
    }

    boolean isComplete() {
        return lastEnd != UNKNOWN_END && ranges == 1 && starts[0] == 0 && ends[0] == lastEnd;
    }

    boolean canHold() {
        return held < MAX_HELD;
    }

    void hold(int at, int end) {
        heldAt[held] = at;
        heldEnd[held] = end;
        held++;
    }

    int held() {
        return held;
    }

    int heldAt(int index) {
        return heldAt[index];
    }

    int heldEnd(int index) {
        return heldEnd[index];
    }

    void forgetHeld() {
        held = 0;
    }
}
