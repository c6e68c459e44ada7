package bauta.link;

import bauta.engine.ColdExit;
import bauta.engine.HotPath;

/**
 * The hosts of one LAN network and their MAC addresses. Router loop only.
 *
 * <p>A held packet ends in exactly one of three ways: {@link Waiter#resolved}, {@link
 * Waiter#unreachable}, or, when already three wait for the same neighbour, at once under {@link
 * bauta.engine.DropReason#NEIGHBOUR_QUEUE_FULL}, counted and released by the implementation.
 */
public interface Neighbours {
    /** The answer of {@link #macOf} when the neighbour is not known or not reachable. */
    long UNKNOWN = -1;

    /**
     * Returns the MAC address of a neighbour.
     *
     * @param ipv4 its address
     * @return the address in the low 48 bits, or {@link #UNKNOWN}
     */
    @HotPath
    long macOf(int ipv4);

    /**
     * Takes ownership of a packet until its neighbour is known, for at most a second.
     *
     * @param ipv4 the neighbour's address
     * @param at index of the packet
     * @param length in bytes
     * @param waiter who gets it back
     */
    @ColdExit
    void hold(int ipv4, int at, int length, Waiter waiter);

    /** Who gets a held packet back, with its ownership. */
    interface Waiter {
        /**
         * The neighbour answered.
         *
         * @param mac its address in the low 48 bits
         * @param at index of the packet
         * @param length in bytes
         */
        void resolved(long mac, int at, int length);

        /**
         * The neighbour did not answer in time.
         *
         * @param at index of the packet
         * @param length in bytes
         */
        void unreachable(int at, int length);
    }
}
