package bauta.flow;

import bauta.wire.Ipv4Address;

/**
 * A flow at a moment, for people.
 *
 * @param protocol IP protocol number
 * @param state its name, see {@link FlowState}
 * @param inside who began it
 * @param outside what the peer sees instead
 * @param peer the other end
 * @param uplink number of its uplink
 * @param createdNanos when it began
 * @param deadlineNanos when it is forgotten, should nothing follow
 * @param sent what went out
 * @param received what came in
 */
public record TrackedFlow(
        int protocol,
        String state,
        End inside,
        End outside,
        End peer,
        int uplink,
        long createdNanos,
        long deadlineNanos,
        Count sent,
        Count received) {
    /**
     * One end.
     *
     * @param address its address
     * @param port its port, or the identifier of an echo request
     */
    public record End(Ipv4Address address, int port) {}

    /**
     * What went in one direction.
     *
     * @param packets IP packets
     * @param bytes of them
     */
    public record Count(long packets, long bytes) {}
}
