package bauta.forward;

import bauta.flow.FiveTuple;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.TransportKey;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/** Writes packets that nobody sent, to be judged. */
final class SyntheticPacket {
    private static final int TOS_AT = 1;
    private static final int TTL_AT = 8;
    private static final int UDP_LENGTH_AT = 4;
    private static final int KEY_BYTES = 8;
    private static final int GRE_WITH_KEY = 0x2000_0000;

    private final ByteBuf buf;

    SyntheticPacket(ByteBuf buf) {
        this.buf = buf;
    }

    /**
     * Writes the packet of a question.
     *
     * @param at index of the frame's packet
     * @return its length
     */
    int write(int at, WhyQuestion question) {
        int header = transportLength(question.protocol());
        int length = Math.max(question.length(), Ipv4Header.LENGTH + header);
        long addresses =
                FiveTuple.addresses(question.source().bits(), question.destination().bits());
        int transport = at + Ipv4Header.LENGTH;
        clear(transport, length - Ipv4Header.LENGTH);
        int ports = question.sourcePort() << 16 | question.destinationPort();
        switch (question.protocol()) {
            case Ipv4Header.PROTOCOL_TCP ->
                    TcpHeader.write(buf, transport, ports, 1, 0, question.tcpFlags());
            case Ipv4Header.PROTOCOL_UDP -> writeUdp(transport, ports, length);
            case Ipv4Header.PROTOCOL_ICMP -> {
                int type = question.icmpType() << 8 | question.icmpCode();
                int rest = question.sourcePort() << 16;
                IcmpHeader.write(buf, transport, at + length, type, rest);
            }
            default -> {}
        }
        Ipv4Header.write(buf, at, length, question.protocol(), addresses);
        buf.setByte(at + TOS_AT, question.tos());
        buf.setByte(at + TTL_AT, question.ttl());
        Ipv4Header.writeChecksum(buf, at);
        return length;
    }

    /**
     * Writes what the first packet of a flow looked like.
     *
     * @param at index of the frame's packet
     * @param addresses of its original 5-tuple
     * @param ports of its original 5-tuple
     * @param tos its octet of DSCP and ECN
     * @return its length
     */
    int write(int at, long addresses, long ports, int tos) {
        int kind = FiveTuple.kind(ports);
        boolean echo = kind == FiveTuple.KIND_ECHO_REQUEST;
        int protocol = echo ? Ipv4Header.PROTOCOL_ICMP : kind;
        int length = Ipv4Header.LENGTH + transportLength(protocol);
        int transport = at + Ipv4Header.LENGTH;
        clear(transport, length - Ipv4Header.LENGTH);
        switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP ->
                    TcpHeader.write(buf, transport, (int) ports, 1, 0, TcpHeader.SYN);
            case Ipv4Header.PROTOCOL_UDP -> writeUdp(transport, (int) ports, length);
            case Ipv4Header.PROTOCOL_ICMP ->
                    IcmpHeader.write(
                            buf,
                            transport,
                            at + length,
                            IcmpHeader.ECHO_REQUEST << 8,
                            FiveTuple.sourcePort(ports) << 16);
            case TransportKey.PROTOCOL_GRE -> writeGre(transport, (int) ports);
            default -> buf.setInt(transport, (int) ports);
        }
        Ipv4Header.write(buf, at, length, protocol, addresses);
        buf.setByte(at + TOS_AT, tos);
        Ipv4Header.writeChecksum(buf, at);
        return length;
    }

    private void writeUdp(int at, int ports, int length) {
        buf.setInt(at, ports);
        buf.setShort(at + UDP_LENGTH_AT, length - Ipv4Header.LENGTH);
    }

    private void writeGre(int at, int key) {
        buf.setInt(at, key == 0 ? 0 : GRE_WITH_KEY);
        buf.setInt(at + Integer.BYTES, key);
    }

    private void clear(int at, int length) {
        buf.setZero(at, length);
    }

    private static int transportLength(int protocol) {
        return switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> TcpHeader.LENGTH;
            case Ipv4Header.PROTOCOL_UDP -> UdpHeader.LENGTH;
            default -> KEY_BYTES;
        };
    }
}
