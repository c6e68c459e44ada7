package bauta.control.admin.traffic;

import java.util.Optional;

/**
 * A packet to ask about.
 *
 * @param destination where it goes
 * @param source where it says it comes from; a host of the network it comes in by when absent
 * @param from name of the network or uplink it comes in by, or {@code router}; the one that its
 *     source belongs to when absent
 * @param protocol name or number; TCP with ports and ICMP without when absent
 * @param sourcePort its source port, or the identifier of an echo request
 * @param destinationPort its destination port
 * @param tcpFlags letters of {@code FSRPAUEC}; {@code S} when absent
 * @param icmpType 8, an echo request, when absent
 * @param icmpCode 0 when absent
 * @param tos the octet of DSCP and ECN; 0 when absent
 * @param ttl time to live; 64 when absent
 * @param length of the whole packet in bytes; as long as its headers when absent
 */
public record WhyRequest(
        String destination,
        Optional<String> source,
        Optional<String> from,
        Optional<String> protocol,
        Optional<Integer> sourcePort,
        Optional<Integer> destinationPort,
        Optional<String> tcpFlags,
        Optional<Integer> icmpType,
        Optional<Integer> icmpCode,
        Optional<Integer> tos,
        Optional<Integer> ttl,
        Optional<Integer> length) {}
