package bauta.control.admin;

import bauta.wire.Ipv4Address;

/**
 * A tracked flow as people see it.
 *
 * @param protocol {@code TCP}, {@code UDP}, {@code ICMP} or another protocol's number
 * @param state where it stands, for example {@code ESTABLISHED}
 * @param inside the host of the house, or the router
 * @param outside what the peer sees instead of it
 * @param peer the other end
 * @param uplink name of the uplink it runs over
 * @param ageMillis since its first packet
 * @param restMillis until it is forgotten, should nothing follow
 * @param sent what went out
 * @param received what came in
 */
public record FlowView(
        String protocol,
        String state,
        Endpoint inside,
        Endpoint outside,
        Endpoint peer,
        String uplink,
        long ageMillis,
        long restMillis,
        Traffic sent,
        Traffic received) {
    /**
     * One end of a flow.
     *
     * @param address its address
     * @param port its port; the identifier of an ICMP query
     */
    public record Endpoint(Ipv4Address address, int port) {}

    /**
     * What went in one direction.
     *
     * @param packets IP packets
     * @param bytes of them, headers included
     */
    public record Traffic(long packets, long bytes) {}
}
