package bauta.nat;

import bauta.engine.HotPath;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * Rewrites address and port of a packet in place, with incremental checksums (RFC 3022 section 4.1,
 * RFC 1624). Only changed fields are touched; a checksum that was wrong stays wrong. Headers must
 * have been checked.
 */
@HotPath
public final class Rewrite {
    private static final int PROTOCOL_DCCP = 33;
    private static final int PROTOCOL_UDP_LITE = 136;

    private Rewrite() {}

    /**
     * Rewrites both ends in one pass. An ICMP echo request has its identifier as source port, a
     * reply as destination port. Ports of protocols other than TCP, UDP and ICMP stay.
     *
     * @param buf the buffer
     * @param at index of the IPv4 header
     * @param source the new source address
     * @param sourcePort the new source port
     * @param destination the new destination address
     * @param destinationPort the new destination port
     */
    public static void both(
            ByteBuf buf, int at, int source, int sourcePort, int destination, int destinationPort) {
        long delta = Ipv4Header.changeAddresses(buf, at, source, destination);
        int payload = Ipv4Header.payload(buf, at);
        int ports = sourcePort << 16 | destinationPort;
        switch (Ipv4Header.protocol(buf, at)) {
            case Ipv4Header.PROTOCOL_TCP -> TcpHeader.changePorts(buf, payload, ports, delta);
            case Ipv4Header.PROTOCOL_UDP -> UdpHeader.changePorts(buf, payload, ports, delta);
            case Ipv4Header.PROTOCOL_ICMP ->
                    IcmpHeader.changeIdentifier(
                            buf,
                            payload,
                            IcmpHeader.type(buf, payload) == IcmpHeader.ECHO_REPLY
                                    ? destinationPort
                                    : sourcePort);
            case PROTOCOL_DCCP, PROTOCOL_UDP_LITE -> changeSum(buf, at, payload, delta);
            default -> {}
        }
    }

    /** Two more protocols whose sum covers the addresses: the same place, RFC 3828, RFC 4340. */
    private static void changeSum(ByteBuf buf, int at, int payload, long delta) {
        int end = at + Ipv4Header.totalLength(buf, at);
        if (end - payload >= UdpHeader.LENGTH) {
            UdpHeader.changeChecksum(buf, payload, delta);
        }
    }
}
