package bauta.linux;

import bauta.wire.Ipv4Prefix;

/** What rtnetlink tells about interfaces, addresses and neighbours, as dump or as event. */
public sealed interface RouteEvent {
    /** Returns the index of the interface it is about. */
    int index();

    /**
     * An interface that exists.
     *
     * @param index its number
     * @param name its name
     * @param mac its MAC address in the low 48 bits, 0 when it has none
     * @param mtuBytes its MTU
     * @param up whether it is switched on (IFF_UP)
     * @param carrier whether it is on and has carrier (IFF_LOWER_UP)
     * @param receiveQueues how many receive queues it may have at most
     */
    record LinkPresent(
            int index,
            String name,
            long mac,
            int mtuBytes,
            boolean up,
            boolean carrier,
            int receiveQueues)
            implements RouteEvent {}

    /**
     * An interface that is gone from this network namespace.
     *
     * @param index its number, which may be used again
     * @param name its name, empty when the kernel did not say
     */
    record LinkGone(int index, String name) implements RouteEvent {}

    /**
     * An IPv4 address of an interface.
     *
     * @param index the interface
     * @param prefix the local address and its network's length
     * @param present whether it exists now, or was taken away
     */
    record AddressChanged(int index, Ipv4Prefix prefix, boolean present) implements RouteEvent {}

    /**
     * An IPv4 neighbour.
     *
     * @param index the interface it is on
     * @param ipv4 its address
     * @param mac its MAC address in the low 48 bits; -1 when it cannot be used: not resolved,
     *     failed, or removed
     * @param failed whether the kernel gave up looking for it
     */
    record NeighbourChanged(int index, int ipv4, long mac, boolean failed) implements RouteEvent {}
}
