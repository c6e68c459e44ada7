package bauta.flow;

import bauta.wire.Ipv4Address;

/**
 * What an inside host has and has sent at a moment. Exact: of flows that ended and of those that
 * live, since the table first saw the host; when the table of hosts was full, the sums of one that
 * had no flows went to the others.
 *
 * @param kind whether it is a host
 * @param address its address; 0.0.0.0 when it is no host
 * @param flows flows it is charged for now
 * @param tentative those of them that are not answered, not open yet, or over
 * @param refused flows that it, or a forward to it, was not allowed to begin while the router was
 *     behind
 * @param sent what it sent
 * @param received what was sent to it
 */
public record HostTotals(
        Kind kind,
        Ipv4Address address,
        int flows,
        int tentative,
        long refused,
        TrackedFlow.Count sent,
        TrackedFlow.Count received) {
    /** Who it is. */
    public enum Kind {
        /** The router itself. */
        ROUTER,
        /** One host. */
        HOST,
        /** All hosts that are too many for the table of hosts. */
        OTHERS
    }
}
