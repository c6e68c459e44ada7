package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *  0      7 8     15 16    23 24    31
 * +--------+--------+--------+--------+
 * |   Source Port   | Destination Port|
 * |     Length      |    Checksum     |
 * +--------+--------+--------+--------+
 * </pre>
 *
 * A checksum of 0 means that the sender computed none; it stays so. A computed 0 is sent as 0xffff.
 */
@HotPath
public final class UdpHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 8;

    private static final int DESTINATION_PORT = 2;
    private static final int DATAGRAM_LENGTH = 4;
    private static final int CHECKSUM = 6;

    private UdpHeader() {}

    /**
     * Checks that the header is there and the length it claims lies within the bytes there are.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param end index after the last byte of the packet
     */
    public static DropReason check(ByteBuf buf, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.UDP_TRUNCATED;
        }
        int claimed = length(buf, at);
        return claimed < LENGTH || claimed > end - at ? DropReason.UDP_BAD_LENGTH : DropReason.NONE;
    }

    /** Returns the source port. */
    public static int sourcePort(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at);
    }

    /** Returns the destination port. */
    public static int destinationPort(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + DESTINATION_PORT);
    }

    /** Returns bytes of header and payload. */
    public static int length(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + DATAGRAM_LENGTH);
    }

    /** Returns the checksum; 0 means none. */
    public static int checksum(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + CHECKSUM);
    }

    /**
     * Changes both ports.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param ports the new source port in the high half, the new destination port in the low half
     * @param addressDelta what changed in the pseudo header, see {@link Checksum#delta32}
     */
    public static void changePorts(ByteBuf buf, int at, int ports, long addressDelta) {
        changeChecksum(buf, at, addressDelta + Checksum.delta32(buf.getInt(at), ports));
        buf.setInt(at, ports);
    }

    /** Updates the checksum, if there is one, for a change elsewhere. */
    public static void changeChecksum(ByteBuf buf, int at, long delta) {
        int before = checksum(buf, at);
        if (before != 0) {
            int after = Checksum.apply(before, delta);
            buf.setShort(at + CHECKSUM, after == 0 ? 0xffff : after);
        }
    }

    /**
     * Computes the checksum of header and payload, as it is sent.
     *
     * @param buf the buffer
     * @param at index of the header; the length field counts
     * @param source the source address of the pseudo header
     * @param destination the destination address of the pseudo header
     * @return 1 to 0xffff: what the field must hold
     */
    public static int computeChecksum(ByteBuf buf, int at, int source, int destination) {
        int length = length(buf, at);
        long sum =
                Checksum.pseudo(source, destination, Ipv4Header.PROTOCOL_UDP, length)
                        + Checksum.sum(buf, at, CHECKSUM)
                        + Checksum.sum(buf, at + LENGTH, length - LENGTH);
        int checksum = Checksum.finish(sum);
        return checksum == 0 ? 0xffff : checksum;
    }

    /**
     * Writes a header without a checksum.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param sourcePort the source port
     * @param destinationPort the destination port
     * @param length bytes of header and payload
     */
    public static void write(ByteBuf buf, int at, int sourcePort, int destinationPort, int length) {
        buf.setShort(at, sourcePort);
        buf.setShort(at + DESTINATION_PORT, destinationPort);
        buf.setInt(at + DATAGRAM_LENGTH, length << 16);
    }

    /** Writes the length of header and payload; voids the checksum. */
    public static void putLength(ByteBuf buf, int at, int length) {
        buf.setShort(at + DATAGRAM_LENGTH, length);
    }

    /** Writes the checksum; {@code 0} for none. */
    public static void putChecksum(ByteBuf buf, int at, int checksum) {
        buf.setShort(at + CHECKSUM, checksum);
    }
}
