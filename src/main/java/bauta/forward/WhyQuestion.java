package bauta.forward;

import bauta.wire.Ipv4Address;

/**
 * A packet that does not exist, to be walked along the path.
 *
 * @param from where it would come in
 * @param number of the LAN or of the uplink there; 0 for the router
 * @param source its source address
 * @param destination its destination address
 * @param protocol protocol number, 0 to 255
 * @param sourcePort 0 to 65,535, or the echo identifier
 * @param destinationPort 0 to 65,535
 * @param tcpFlags the eight flags of TCP
 * @param icmpType 0 to 255
 * @param icmpCode 0 to 255
 * @param tos the octet of DSCP and ECN, 0 to 255
 * @param ttl its time to live, 0 to 255
 * @param length of the whole packet in bytes; shorter ones become as long as their headers
 */
public record WhyQuestion(
        Ingress from,
        int number,
        Ipv4Address source,
        Ipv4Address destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        int tcpFlags,
        int icmpType,
        int icmpCode,
        int tos,
        int ttl,
        int length) {
    /** Where a packet comes in. */
    public enum Ingress {
        /** By a network of the house. */
        LAN,
        /** By an uplink. */
        UPLINK,
        /** From a program of the router itself. */
        ROUTER
    }
}
