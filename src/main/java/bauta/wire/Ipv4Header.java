package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The IPv4 header (RFC 791 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |Version|  IHL  |Type of Service|          Total Length         |
 * |         Identification        |Flags|      Fragment Offset    |
 * |  Time to Live |    Protocol   |         Header Checksum       |
 * |                       Source Address                          |
 * |                    Destination Address                        |
 * |                    Options                    |    Padding    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Setters named {@code put} leave the header checksum wrong; those named {@code change} update it.
 */
@HotPath
public final class Ipv4Header {
    /** Bytes of a header without options. */
    public static final int LENGTH = 20;

    /** The longest packet, in bytes. */
    public static final int MAX_TOTAL_LENGTH = 0xffff;

    /** Protocol number of ICMP. */
    public static final int PROTOCOL_ICMP = 1;

    /** Protocol number of TCP. */
    public static final int PROTOCOL_TCP = 6;

    /** Protocol number of UDP. */
    public static final int PROTOCOL_UDP = 17;

    private static final int TYPE_OF_SERVICE = 1;
    private static final int TOTAL_LENGTH = 2;
    private static final int IDENTIFICATION = 4;
    private static final int FLAGS = 6;
    private static final int TTL = 8;
    private static final int PROTOCOL = 9;
    private static final int CHECKSUM = 10;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1fff;

    private Ipv4Header() {}

    /**
     * Checks version, header length, total length against the bytes there are, and the header
     * checksum (RFC 1812 section 5.2.2). Bytes after the total length are padding and allowed.
     *
     * @param buf the buffer
     * @param at index of the packet
     * @param end index after the last byte there is
     */
    public static DropReason check(ByteBuf buf, int at, int end) {
        DropReason shape = checkShape(buf, at, end);
        if (shape != DropReason.NONE) {
            return shape;
        }
        int total = totalLength(buf, at);
        if (total < headerLength(buf, at) || total > end - at) {
            return DropReason.IPV4_BAD_TOTAL_LENGTH;
        }
        return checksumIsRight(buf, at) ? DropReason.NONE : DropReason.IPV4_BAD_CHECKSUM;
    }

    /**
     * Checks only that a header is there: for a packet quoted in an ICMP error, which is cut short
     * and may have been changed on its way.
     *
     * @param buf the buffer
     * @param at index of the packet
     * @param end index after the last byte there is
     */
    public static DropReason checkShape(ByteBuf buf, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.IPV4_TRUNCATED;
        }
        if (buf.getByte(at) >>> 4 != 4) {
            return DropReason.IPV4_BAD_VERSION;
        }
        int header = headerLength(buf, at);
        return header < LENGTH || header > end - at
                ? DropReason.IPV4_BAD_HEADER_LENGTH
                : DropReason.NONE;
    }

    private static boolean checksumIsRight(ByteBuf buf, int at) {
        long first = buf.getLong(at);
        long second = buf.getLong(at + 8);
        long sum =
                (first >>> 32)
                        + (first & 0xffff_ffffL)
                        + (second >>> 32)
                        + (second & 0xffff_ffffL)
                        + buf.getUnsignedInt(at + DESTINATION);
        int options = headerLength(buf, at) - LENGTH;
        return Checksum.finish(options == 0 ? sum : sum + Checksum.sum(buf, at + LENGTH, options))
                == 0;
    }

    /** Returns bytes of the header with its options, a multiple of 4. */
    public static int headerLength(ByteBuf buf, int at) {
        return (buf.getByte(at) & 0x0f) << 2;
    }

    /** Returns the type of service octet (RFC 2474), 0 to 255. */
    public static int typeOfService(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + TYPE_OF_SERVICE);
    }

    /** Returns bytes of header and payload. */
    public static int totalLength(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + TOTAL_LENGTH);
    }

    /** Returns the identification, 0 to 0xffff. */
    public static int identification(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + IDENTIFICATION);
    }

    /** Returns whether it is a part of a datagram: more follow, or it is not the first. */
    public static boolean isFragment(ByteBuf buf, int at) {
        return (buf.getShort(at + FLAGS) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    /** Returns the don't-fragment flag. */
    public static boolean dontFragment(ByteBuf buf, int at) {
        return (buf.getShort(at + FLAGS) & DONT_FRAGMENT) != 0;
    }

    /** Returns the more-fragments flag. */
    public static boolean moreFragments(ByteBuf buf, int at) {
        return (buf.getShort(at + FLAGS) & MORE_FRAGMENTS) != 0;
    }

    /** Returns where the payload stands in the whole datagram, in bytes, a multiple of 8. */
    public static int fragmentOffset(ByteBuf buf, int at) {
        return (buf.getShort(at + FLAGS) & OFFSET_MASK) << 3;
    }

    /** Returns the time to live, 0 to 255. */
    public static int ttl(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + TTL);
    }

    /** Returns the protocol number, 0 to 255. */
    public static int protocol(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + PROTOCOL);
    }

    /** Returns the header checksum. */
    public static int checksum(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + CHECKSUM);
    }

    /** Returns the source address. */
    public static int source(ByteBuf buf, int at) {
        return buf.getInt(at + SOURCE);
    }

    /** Returns the destination address. */
    public static int destination(ByteBuf buf, int at) {
        return buf.getInt(at + DESTINATION);
    }

    /** Returns both addresses, the source in the high half. */
    public static long addresses(ByteBuf buf, int at) {
        return buf.getLong(at + SOURCE);
    }

    /** Returns the index of the payload. */
    public static int payload(ByteBuf buf, int at) {
        return at + headerLength(buf, at);
    }

    /**
     * Changes the source address.
     *
     * @return what the change adds to partial sums of this header and of pseudo headers
     */
    public static long changeSource(ByteBuf buf, int at, int address) {
        long delta = Checksum.delta32(source(buf, at), address);
        buf.setInt(at + SOURCE, address);
        changeChecksum(buf, at, delta);
        return delta;
    }

    /**
     * Changes the destination address.
     *
     * @return what the change adds to partial sums of this header and of pseudo headers
     */
    public static long changeDestination(ByteBuf buf, int at, int address) {
        long delta = Checksum.delta32(destination(buf, at), address);
        buf.setInt(at + DESTINATION, address);
        changeChecksum(buf, at, delta);
        return delta;
    }

    /**
     * Changes both addresses.
     *
     * @return what the change adds to partial sums of this header and of pseudo headers
     */
    public static long changeAddresses(ByteBuf buf, int at, int source, int destination) {
        long delta =
                Checksum.delta32(source(buf, at), source)
                        + Checksum.delta32(destination(buf, at), destination);
        buf.setInt(at + SOURCE, source);
        buf.setInt(at + DESTINATION, destination);
        changeChecksum(buf, at, delta);
        return delta;
    }

    /** Takes one off the time to live, which must not be 0. */
    public static void decrementTtl(ByteBuf buf, int at) {
        int before = buf.getUnsignedShort(at + TTL);
        buf.setByte(at + TTL, (before >>> 8) - 1);
        changeChecksum(buf, at, Checksum.delta16(before, before - 0x0100));
    }

    /** Changes the identification. */
    public static void changeIdentification(ByteBuf buf, int at, int identification) {
        changeChecksum(buf, at, Checksum.delta16(identification(buf, at), identification));
        buf.setShort(at + IDENTIFICATION, identification);
    }

    private static void changeChecksum(ByteBuf buf, int at, long delta) {
        buf.setShort(at + CHECKSUM, Checksum.apply(checksum(buf, at), delta));
    }

    /** Writes version and header length, in bytes. Voids the header checksum. */
    public static void putHeaderLength(ByteBuf buf, int at, int headerLength) {
        buf.setByte(at, 0x40 | headerLength >>> 2);
    }

    /** Writes the total length. Voids the header checksum. */
    public static void putTotalLength(ByteBuf buf, int at, int totalLength) {
        buf.setShort(at + TOTAL_LENGTH, totalLength);
    }

    /**
     * Writes offset and flag of a fragment; clears the don't-fragment flag. Voids the header
     * checksum.
     *
     * @param buf the buffer
     * @param at index of the packet
     * @param offset in bytes, a multiple of 8
     * @param more whether more fragments follow
     */
    public static void putFragment(ByteBuf buf, int at, int offset, boolean more) {
        buf.setShort(at + FLAGS, offset >>> 3 | (more ? MORE_FRAGMENTS : 0));
    }

    /** Computes the header checksum anew. */
    public static void writeChecksum(ByteBuf buf, int at) {
        buf.setShort(at + CHECKSUM, 0);
        buf.setShort(at + CHECKSUM, Checksum.of(buf, at, headerLength(buf, at)));
    }

    /**
     * Writes a header without options of an unfragmented packet (don't fragment, identification 0:
     * an atomic datagram, RFC 6864), time to live 64, with its checksum.
     *
     * @param buf the buffer
     * @param at index of the packet
     * @param totalLength bytes of header and payload
     * @param protocol the protocol number
     * @param addresses source in the high half, destination in the low half
     */
    public static void write(ByteBuf buf, int at, int totalLength, int protocol, long addresses) {
        buf.setInt(at, 0x4500_0000 | totalLength);
        buf.setInt(at + IDENTIFICATION, DONT_FRAGMENT);
        buf.setInt(at + TTL, 64 << 24 | protocol << 16);
        buf.setLong(at + SOURCE, addresses);
        writeChecksum(buf, at);
    }
}
