package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Makes and reads whole IPv4 packets as byte arrays, with sums computed in full. */
public final class PacketBytes {
    private PacketBytes() {}

    /** A UDP datagram with a checksum. */
    public static byte[] udp(int source, int sourcePort, int destination, int port, int payload) {
        ByteBuf buf = ipv4(source, destination, Ipv4Header.PROTOCOL_UDP, 8 + payload);
        UdpHeader.write(buf, 20, sourcePort, port, 8 + payload);
        fill(buf, 28);
        UdpHeader.putChecksum(buf, 20, UdpHeader.computeChecksum(buf, 20, source, destination));
        return buf.array();
    }

    /** A TCP segment without options. */
    public static byte[] tcp(
            int source, int sourcePort, int destination, int port, int flags, int payload) {
        return tcp(source, sourcePort, destination, port, flags, payload, new byte[0]);
    }

    /**
     * A TCP segment with options, a multiple of four bytes. Both ends begin with sequence number
     * 1000, so that a SYN, a SYN|ACK and what follows fit each other; the window is 65,535.
     */
    public static byte[] tcp(
            int source,
            int sourcePort,
            int destination,
            int port,
            int flags,
            int payload,
            byte[] options) {
        int header = 20 + options.length;
        ByteBuf buf = ipv4(source, destination, Ipv4Header.PROTOCOL_TCP, header + payload);
        int ack = (flags & TcpHeader.ACK) == 0 ? 0 : 1001;
        int sequence = (flags & TcpHeader.SYN) == 0 ? 1001 : 1000;
        TcpHeader.write(buf, 20, sourcePort << 16 | port, sequence, ack, flags);
        buf.setByte(32, header << 2);
        buf.setShort(34, (flags & TcpHeader.RST) == 0 ? 0xffff : 0);
        buf.setBytes(40, options);
        fill(buf, 20 + header);
        mend(buf.array());
        return buf.array();
    }

    /** An ICMP message with eight bytes of header and a filled payload. */
    public static byte[] icmp(int source, int destination, int typeAndCode, int rest, int payload) {
        ByteBuf buf = ipv4(source, destination, Ipv4Header.PROTOCOL_ICMP, 8 + payload);
        fill(buf, 28);
        IcmpHeader.write(buf, 20, 28 + payload, typeAndCode, rest);
        return buf.array();
    }

    /** An ICMP echo message. */
    public static byte[] echo(
            int source, int destination, boolean request, int identifier, int payload) {
        return icmp(source, destination, request ? 0x0800 : 0, identifier << 16 | 1, payload);
    }

    /** An ICMP error that quotes the beginning of a packet. */
    public static byte[] icmpError(
            int source, int destination, int typeAndCode, int rest, byte[] quoted, int length) {
        ByteBuf buf = ipv4(source, destination, Ipv4Header.PROTOCOL_ICMP, 8 + length);
        buf.setBytes(28, quoted, 0, length);
        IcmpHeader.write(buf, 20, 28 + length, typeAndCode, rest);
        return buf.array();
    }

    private static ByteBuf ipv4(int source, int destination, int protocol, int payload) {
        ByteBuf buf = Unpooled.buffer(20 + payload, 20 + payload);
        Ipv4Header.write(
                buf, 0, 20 + payload, protocol, (long) source << 32 | destination & 0xffff_ffffL);
        return buf;
    }

    private static void fill(ByteBuf buf, int from) {
        for (int i = from; i < buf.capacity(); i++) {
            buf.setByte(i, i * 7 + 3);
        }
    }

    /** Sets the time to live and mends the header checksum. */
    public static byte[] withTtl(byte[] packet, int ttl) {
        byte[] copy = packet.clone();
        copy[8] = (byte) ttl;
        Ipv4Header.writeChecksum(Unpooled.wrappedBuffer(copy), 0);
        return copy;
    }

    /** Clears the don't-fragment flag, sets the identification, and mends the header checksum. */
    public static byte[] mayFragment(byte[] packet, int identification) {
        ByteBuf copy = Unpooled.copiedBuffer(packet);
        Ipv4Header.putFragment(copy, 0, 0, false);
        copy.setShort(4, identification);
        Ipv4Header.writeChecksum(copy, 0);
        return Arrays.copyOf(copy.array(), packet.length);
    }

    /** Cuts a fragment out of a packet that may be fragmented. */
    public static byte[] fragment(byte[] packet, int offset, int length) {
        byte[] piece = Arrays.copyOf(packet, 20 + length);
        System.arraycopy(packet, 20 + offset, piece, 20, length);
        ByteBuf buf = Unpooled.wrappedBuffer(piece);
        Ipv4Header.putTotalLength(buf, 0, 20 + length);
        Ipv4Header.putFragment(buf, 0, offset, 20 + offset + length < packet.length);
        Ipv4Header.writeChecksum(buf, 0);
        return piece;
    }

    /** Computes all sums of an unfragmented packet anew. */
    public static void mend(byte[] packet) {
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        int at = Ipv4Header.payload(buf, 0);
        switch (Ipv4Header.protocol(buf, 0)) {
            case Ipv4Header.PROTOCOL_TCP ->
                    TcpHeader.putChecksum(
                            buf,
                            at,
                            TcpHeader.computeChecksum(
                                    buf, at, packet.length, Ipv4Header.addresses(buf, 0)));
            case Ipv4Header.PROTOCOL_UDP ->
                    UdpHeader.putChecksum(
                            buf,
                            at,
                            UdpHeader.computeChecksum(
                                    buf,
                                    at,
                                    Ipv4Header.source(buf, 0),
                                    Ipv4Header.destination(buf, 0)));
            case Ipv4Header.PROTOCOL_ICMP -> IcmpHeader.writeChecksum(buf, at, packet.length);
            default -> {}
        }
        Ipv4Header.writeChecksum(buf, 0);
    }

    /** Asserts that a packet is whole and that all its sums, computed in full, are right. */
    public static void assertSound(byte[] packet) {
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        assertThat(Ipv4Header.check(buf, 0, packet.length)).isEqualTo(DropReason.NONE);
        assertThat(Ipv4Header.totalLength(buf, 0)).isEqualTo(packet.length);
        if (!Ipv4Header.isFragment(buf, 0)) {
            byte[] mended = packet.clone();
            mend(mended);
            boolean noSum =
                    Ipv4Header.protocol(buf, 0) == Ipv4Header.PROTOCOL_UDP
                            && UdpHeader.checksum(buf, Ipv4Header.payload(buf, 0)) == 0;
            if (!noSum) {
                assertThat(packet).isEqualTo(mended);
            }
        }
    }
}
