package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.TransportKey;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * The packet at hand, read once: one reused scratch object of the path. Its frame is owned by
 * whoever has it; after a call that ends the packet nothing here holds any more.
 */
@HotPath
final class Packet {
    /** Kind of ICMP messages that are not echo. */
    static final int KIND_ICMP_OTHER = 0x1ff;

    final ByteBuf buf;
    int at;
    int end;
    int payload;
    int protocol;
    int side;
    boolean fragment;

    /** Whether the transport header is here: not in later fragments. */
    boolean hasTransport;

    /** The identification that all pieces of its datagram are sent with, or -1 to keep it. */
    int identification;

    long addresses;
    long ports;

    Packet(ByteBuf buf) {
        this.buf = buf;
    }

    /**
     * Reads the headers. Of a fragment only the IPv4 header: {@link #readTransport} is for the
     * first one.
     *
     * @return {@code NONE}, or why it is dropped
     */
    DropReason read(int packetAt, int limit, int ingressSide) {
        DropReason bad = Ipv4Header.check(buf, packetAt, limit);
        if (bad != DropReason.NONE) {
            return bad;
        }
        at = packetAt;
        end = packetAt + Ipv4Header.totalLength(buf, packetAt);
        payload = Ipv4Header.payload(buf, packetAt);
        protocol = Ipv4Header.protocol(buf, packetAt);
        side = ingressSide;
        addresses = Ipv4Header.addresses(buf, packetAt);
        fragment = Ipv4Header.isFragment(buf, packetAt);
        hasTransport = !fragment;
        identification = -1;
        ports = FiveTuple.ports(side, protocol, 0, 0);
        return fragment ? DropReason.NONE : readTransport();
    }

    /** Reads what follows the IPv4 header: makes {@link #ports}. */
    DropReason readTransport() {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> readPorts(TcpHeader.check(buf, payload, end));
            case Ipv4Header.PROTOCOL_UDP -> readPorts(checkUdp());
            case Ipv4Header.PROTOCOL_ICMP -> readIcmp();
            default -> {
                int key = TransportKey.of(buf, payload, end, protocol);
                ports = FiveTuple.keyed(side, protocol, key);
                yield DropReason.NONE;
            }
        };
    }

    private DropReason checkUdp() {
        DropReason bad = UdpHeader.check(buf, payload, end);
        boolean cut = bad == DropReason.UDP_BAD_LENGTH && fragment;
        return cut && UdpHeader.length(buf, payload) > end - payload ? DropReason.NONE : bad;
    }

    private DropReason readPorts(DropReason checked) {
        if (checked == DropReason.NONE) {
            ports = (long) (side << 16 | protocol) << 32 | buf.getUnsignedInt(payload);
        }
        return checked;
    }

    private DropReason readIcmp() {
        DropReason bad = IcmpHeader.check(buf, payload, end);
        if (bad != DropReason.NONE) {
            return bad;
        }
        ports = icmpPorts(buf, payload, side);
        return DropReason.NONE;
    }

    /** Returns the second long of the 5-tuple of an ICMP message that has been checked. */
    static long icmpPorts(ByteBuf buf, int at, int side) {
        int identifier = IcmpHeader.identifier(buf, at);
        return switch (IcmpHeader.type(buf, at)) {
            case IcmpHeader.ECHO_REQUEST ->
                    FiveTuple.ports(side, FiveTuple.KIND_ECHO_REQUEST, identifier, 0);
            case IcmpHeader.ECHO_REPLY ->
                    FiveTuple.ports(side, FiveTuple.KIND_ECHO_REPLY, 0, identifier);
            default -> FiveTuple.ports(side, KIND_ICMP_OTHER, 0, 0);
        };
    }

    int length() {
        return end - at;
    }

    int source() {
        return (int) (addresses >>> 32);
    }

    int destination() {
        return (int) addresses;
    }

    /**
     * Returns the source port, or the echo identifier of who asks; only with a transport header.
     */
    int sourcePort() {
        return FiveTuple.sourcePort(ports);
    }

    /** Returns the destination port, or the echo identifier of who answers. */
    int destinationPort() {
        return FiveTuple.destinationPort(ports);
    }

    int kind() {
        return FiveTuple.kind(ports);
    }

    int tcpFlags() {
        return TcpHeader.flags(buf, payload);
    }

    /** Returns the sequence number after the last byte of a TCP segment; SYN and FIN count. */
    int sequenceEnd() {
        int flags = tcpFlags();
        int marks = (flags & TcpHeader.SYN) == 0 ? 0 : 1;
        marks += (flags & TcpHeader.FIN) == 0 ? 0 : 1;
        int header = TcpHeader.headerLength(buf, payload);
        return TcpHeader.sequence(buf, payload) + end - payload - header + marks;
    }

    boolean isIcmpError() {
        return protocol == Ipv4Header.PROTOCOL_ICMP
                && IcmpHeader.isError(IcmpHeader.type(buf, payload));
    }
}
