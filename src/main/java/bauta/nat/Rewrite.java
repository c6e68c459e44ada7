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
    private Rewrite() {}

    /**
     * Rewrites the source.
     *
     * @param buf the buffer
     * @param at index of the IPv4 header
     * @param address the new source address
     * @param port the new source port, or echo identifier
     */
    public static void source(ByteBuf buf, int at, int address, int port) {
        long delta = Ipv4Header.changeSource(buf, at, address);
        int payload = Ipv4Header.payload(buf, at);
        switch (Ipv4Header.protocol(buf, at)) {
            case Ipv4Header.PROTOCOL_TCP -> TcpHeader.changeSourcePort(buf, payload, port, delta);
            case Ipv4Header.PROTOCOL_UDP -> UdpHeader.changeSourcePort(buf, payload, port, delta);
            case Ipv4Header.PROTOCOL_ICMP -> IcmpHeader.changeIdentifier(buf, payload, port);
            default -> {}
        }
    }

    /**
     * Rewrites the destination.
     *
     * @param buf the buffer
     * @param at index of the IPv4 header
     * @param address the new destination address
     * @param port the new destination port, or echo identifier
     */
    public static void destination(ByteBuf buf, int at, int address, int port) {
        long delta = Ipv4Header.changeDestination(buf, at, address);
        int payload = Ipv4Header.payload(buf, at);
        switch (Ipv4Header.protocol(buf, at)) {
            case Ipv4Header.PROTOCOL_TCP ->
                    TcpHeader.changeDestinationPort(buf, payload, port, delta);
            case Ipv4Header.PROTOCOL_UDP ->
                    UdpHeader.changeDestinationPort(buf, payload, port, delta);
            case Ipv4Header.PROTOCOL_ICMP -> IcmpHeader.changeIdentifier(buf, payload, port);
            default -> {}
        }
    }
}
