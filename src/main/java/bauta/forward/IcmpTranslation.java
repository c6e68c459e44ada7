package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * ICMP errors that cross the router (RFC 5508 section 4): the packet they quote tells the flow; the
 * quotation is rewritten to what the receiver once sent, with its checksums, then the outer
 * addresses and the ICMP checksum. The message's own checksum is verified first. An error keeps no
 * flow alive and ends none.
 */
final class IcmpTranslation {
    private static final int QUOTED_BYTES = UdpHeader.LENGTH;
    private static final int TCP_CHECKSUM_END = 18;

    private final PathState state;
    private final Egress egress;
    private final Fragmenter fragmenter;
    private final ByteBuf buf;

    IcmpTranslation(PathState state, Egress egress, Fragmenter fragmenter) {
        this.state = state;
        this.egress = egress;
        this.fragmenter = fragmenter;
        this.buf = state.buf;
    }

    /** Takes an ICMP message, neither echo request nor reply, from an uplink. */
    void inbound(Packet packet, Uplink uplink) {
        DropReason bad = check(packet);
        if (bad != DropReason.NONE) {
            state.drop(packet.at, bad);
            return;
        }
        int quoted = packet.payload + IcmpHeader.LENGTH;
        int node =
                state.flows.find(exchangedAddresses(quoted), exchangedPorts(quoted, uplink.side));
        if (node == FlowTable.NONE) {
            state.drop(packet.at, DropReason.ICMP_ERROR_NO_FLOW);
            return;
        }
        toInside(packet, node, quoted);
    }

    private void toInside(Packet packet, int node, int quoted) {
        int host = FiveTuple.source(state.flows.addresses(node ^ 1));
        long ports = state.flows.ports(node ^ 1);
        Lan lan = state.lanOf(FiveTuple.side(ports));
        if (lan != null && Ipv4Header.ttl(buf, packet.at) <= 1) {
            state.drop(packet.at, DropReason.IPV4_TTL_EXCEEDED);
            return;
        }
        rewriteQuotedSource(quoted, packet.end, host, FiveTuple.sourcePort(ports));
        Ipv4Header.changeDestination(buf, packet.at, host);
        IcmpHeader.writeChecksum(buf, packet.payload, packet.end);
        if (lan == null) {
            egress.toRouter(packet.at, packet.length());
        } else {
            Ipv4Header.decrementTtl(buf, packet.at);
            egress.toLan(lan, host, packet.at, packet.length());
        }
    }

    /**
     * Takes an ICMP message, neither echo request nor reply, from the inside. Its time to live has
     * been checked by {@link FirstPacket#fromInside}.
     */
    void outbound(Packet packet) {
        DropReason bad = check(packet);
        if (bad != DropReason.NONE) {
            state.drop(packet.at, bad);
            return;
        }
        int quoted = packet.payload + IcmpHeader.LENGTH;
        int node =
                state.flows.find(exchangedAddresses(quoted), exchangedPorts(quoted, packet.side));
        if (node == FlowTable.NONE) {
            state.drop(packet.at, DropReason.ICMP_ERROR_NO_FLOW);
            return;
        }
        Uplink uplink = state.uplinkOf(node >>> 1);
        boolean tooBig = packet.length() > uplink.mtuBytes;
        if (!uplink.up) {
            state.drop(packet.at, DropReason.IPV4_NO_ROUTE);
        } else if (tooBig && Ipv4Header.dontFragment(buf, packet.at)) {
            state.drop(packet.at, DropReason.IPV4_TOO_BIG);
        } else {
            toOutside(packet, node, quoted, uplink);
        }
    }

    private void toOutside(Packet packet, int node, int quoted, Uplink uplink) {
        int external = FiveTuple.destinationPort(state.flows.ports(node ^ 1));
        rewriteQuotedDestination(quoted, packet.end, uplink.address, external);
        Ipv4Header.changeSource(buf, packet.at, uplink.address);
        IcmpHeader.writeChecksum(buf, packet.payload, packet.end);
        if (packet.side != FiveTuple.SIDE_ROUTER) {
            assert Ipv4Header.ttl(buf, packet.at) > 1 : "an error that expires here goes on";
            Ipv4Header.decrementTtl(buf, packet.at);
        }
        if (packet.length() > uplink.mtuBytes) {
            fragmenter.toUplink(uplink, packet);
        } else {
            egress.toUplink(uplink, packet.at, packet.length());
        }
    }

    private DropReason check(Packet packet) {
        if (!FirstPacket.isTranslated(IcmpHeader.type(buf, packet.payload))) {
            return DropReason.ICMP_UNSUPPORTED_TYPE;
        }
        if (!IcmpHeader.checksumIsRight(buf, packet.payload, packet.end)) {
            return DropReason.ICMP_BAD_CHECKSUM;
        }
        int quoted = packet.payload + IcmpHeader.LENGTH;
        boolean header = Ipv4Header.checkShape(buf, quoted, packet.end) == DropReason.NONE;
        boolean ports = header && packet.end - Ipv4Header.payload(buf, quoted) >= QUOTED_BYTES;
        if (!ports) {
            return DropReason.ICMP_ERROR_TRUNCATED;
        }
        return Ipv4Header.fragmentOffset(buf, quoted) == 0
                ? DropReason.NONE
                : DropReason.ICMP_ERROR_NO_FLOW;
    }

    private long exchangedAddresses(int quoted) {
        return FiveTuple.exchange(Ipv4Header.addresses(buf, quoted));
    }

    /** The 5-tuple of an answer to the quoted packet. */
    private long exchangedPorts(int quoted, int side) {
        int protocol = Ipv4Header.protocol(buf, quoted);
        int transport = Ipv4Header.payload(buf, quoted);
        if (protocol != Ipv4Header.PROTOCOL_ICMP) {
            int ports = Integer.rotateLeft(buf.getInt(transport), 16);
            return FiveTuple.ports(side, protocol, ports >>> 16, ports & 0xffff);
        }
        int identifier = IcmpHeader.identifier(buf, transport);
        return switch (IcmpHeader.type(buf, transport)) {
            case IcmpHeader.ECHO_REQUEST ->
                    FiveTuple.ports(side, FiveTuple.KIND_ECHO_REPLY, 0, identifier);
            case IcmpHeader.ECHO_REPLY ->
                    FiveTuple.ports(side, FiveTuple.KIND_ECHO_REQUEST, identifier, 0);
            default -> FiveTuple.ports(side, Packet.KIND_ICMP_OTHER, 0, 0);
        };
    }

    private void rewriteQuotedSource(int quoted, int end, int address, int port) {
        int kept = saveTcpChecksumRoom(quoted, end);
        Rewrite.source(buf, quoted, address, port);
        restoreTcpChecksumRoom(quoted, kept);
    }

    private void rewriteQuotedDestination(int quoted, int end, int address, int port) {
        int kept = saveTcpChecksumRoom(quoted, end);
        Rewrite.destination(buf, quoted, address, port);
        restoreTcpChecksumRoom(quoted, kept);
    }

    /**
     * A quotation may end before the TCP checksum, which stands 16 bytes into the header: the bytes
     * where it would be are no part of the packet then, and stay as they are.
     *
     * @return those two bytes, or -1 when the checksum is quoted
     */
    private int saveTcpChecksumRoom(int quoted, int end) {
        int transport = Ipv4Header.payload(buf, quoted);
        boolean isTcp = Ipv4Header.protocol(buf, quoted) == Ipv4Header.PROTOCOL_TCP;
        boolean cut = isTcp && end - transport < TCP_CHECKSUM_END;
        return cut ? TcpHeader.checksum(buf, transport) : -1;
    }

    private void restoreTcpChecksumRoom(int quoted, int kept) {
        if (kept >= 0) {
            TcpHeader.putChecksum(buf, Ipv4Header.payload(buf, quoted), kept);
        }
    }
}
