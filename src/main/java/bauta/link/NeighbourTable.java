package bauta.link;

import bauta.engine.HotPath;
import java.util.Arrays;

/**
 * MAC addresses by IPv4 address: open addressing with linear probing, never more than half full, so
 * every probe ends. Bounded: what does not fit is not kept. Router loop only.
 */
final class NeighbourTable {
    private static final long EMPTY = -1;
    private static final int GOLDEN = 0x9e3779b9;

    private final int[] keys;
    private final long[] macs;
    private final boolean[] used;
    private final int shift;
    private int size;

    /**
     * Makes an empty table.
     *
     * @param capacity how many neighbours fit, a power of two
     */
    NeighbourTable(int capacity) {
        int slots = capacity * 2;
        this.keys = new int[slots];
        this.macs = new long[slots];
        this.used = new boolean[slots];
        this.shift = 32 - Integer.numberOfTrailingZeros(slots);
        Arrays.fill(macs, EMPTY);
    }

    /** Returns how many neighbours it holds. */
    int size() {
        return size;
    }

    /** Returns the MAC address, or {@link Neighbours#UNKNOWN}; marks the entry as used. */
    @HotPath
    long macOf(int ipv4) {
        int slot = slotOf(ipv4);
        if (macs[slot] != EMPTY) {
            used[slot] = true;
        }
        return macs[slot];
    }

    @HotPath
    private int slotOf(int ipv4) {
        int slot = ipv4 * GOLDEN >>> shift;
        while (macs[slot] != EMPTY && keys[slot] != ipv4) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    /**
     * Sets a neighbour.
     *
     * @return whether it is in the table now; false when the table is full
     */
    boolean put(int ipv4, long mac) {
        int slot = slotOf(ipv4);
        if (macs[slot] == EMPTY) {
            if (size == keys.length / 2) {
                return false;
            }
            size++;
            keys[slot] = ipv4;
            used[slot] = false;
        }
        macs[slot] = mac;
        return true;
    }

    /** Removes a neighbour; does nothing when it is not there. */
    void remove(int ipv4) {
        int hole = slotOf(ipv4);
        if (macs[hole] == EMPTY) {
            return;
        }
        size--;
        macs[hole] = EMPTY;
        int slot = hole + 1 & keys.length - 1;
        while (macs[slot] != EMPTY) {
            int home = keys[slot] * GOLDEN >>> shift;
            // An entry may move to the hole unless its home lies cyclically behind the hole.
            boolean stays =
                    hole <= slot ? hole < home && home <= slot : hole < home || home <= slot;
            if (!stays) {
                keys[hole] = keys[slot];
                macs[hole] = macs[slot];
                used[hole] = used[slot];
                macs[slot] = EMPTY;
                hole = slot;
            }
            slot = slot + 1 & keys.length - 1;
        }
    }

    /** Removes every neighbour. */
    void clear() {
        Arrays.fill(macs, EMPTY);
        size = 0;
    }

    /** Sees the addresses that were looked up. */
    @FunctionalInterface
    interface UseTaker {
        /**
         * One neighbour.
         *
         * @param ipv4 its address
         * @param used whether it was looked up since the last time
         */
        void neighbour(int ipv4, boolean used);
    }

    /** Visits every neighbour and forgets its use; the taker must not change the table. */
    void takeUses(UseTaker taker) {
        for (int i = 0; i < keys.length; i++) {
            if (macs[i] != EMPTY) {
                taker.neighbour(keys[i], used[i]);
                used[i] = false;
            }
        }
    }
}
