package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The first eight bytes of an ICMP message (RFC 792; the next-hop MTU: RFC 1191 section 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     Type      |     Code      |          Checksum             |
 * |  Identifier, or unused        |  Sequence number, or MTU      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
@HotPath
public final class IcmpHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 8;

    /** Type of an echo reply. */
    public static final int ECHO_REPLY = 0;

    /** Type of destination unreachable. */
    public static final int UNREACHABLE = 3;

    /** Type of a redirect. */
    public static final int REDIRECT = 5;

    /** Type of an echo request. */
    public static final int ECHO_REQUEST = 8;

    /** Type of time exceeded. */
    public static final int TIME_EXCEEDED = 11;

    /** Type of parameter problem. */
    public static final int PARAMETER_PROBLEM = 12;

    /** Code of net unreachable. */
    public static final int CODE_NET = 0;

    /** Code of host unreachable. */
    public static final int CODE_HOST = 1;

    /** Code of protocol unreachable. */
    public static final int CODE_PROTOCOL = 2;

    /** Code of port unreachable. */
    public static final int CODE_PORT = 3;

    /** Code of fragmentation needed and DF set. */
    public static final int CODE_FRAGMENTATION_NEEDED = 4;

    /** Code of communication administratively prohibited (RFC 1812 section 5.2.7.1). */
    public static final int CODE_PROHIBITED = 13;

    /** Code of time to live exceeded in transit. */
    public static final int CODE_TTL = 0;

    private static final int CODE = 1;
    private static final int CHECKSUM = 2;
    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;

    private IcmpHeader() {}

    /**
     * Checks that the header is there.
     *
     * @param buf the buffer
     * @param at index of the message
     * @param end index after the last byte of the packet
     */
    public static DropReason check(ByteBuf buf, int at, int end) {
        return end - at < LENGTH ? DropReason.ICMP_TRUNCATED : DropReason.NONE;
    }

    /**
     * Checks the checksum over the whole message.
     *
     * @param buf the buffer
     * @param at index of the message
     * @param end index after its last byte
     */
    public static boolean checksumIsRight(ByteBuf buf, int at, int end) {
        return Checksum.of(buf, at, end - at) == 0;
    }

    /** Returns the type, 0 to 255. */
    public static int type(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at);
    }

    /** Returns the code, 0 to 255. */
    public static int code(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + CODE);
    }

    /**
     * Returns whether a type reports trouble with a packet that it quotes, or may do so: every type
     * that is not known to be a query or an answer, since about those no error is sent (RFC 1122
     * section 3.2.2).
     *
     * @param type 0 to 255
     */
    public static boolean isError(int type) {
        return switch (type) {
            case ECHO_REPLY, ECHO_REQUEST, 9, 10, 13, 14, 15, 16, 17, 18 -> false;
            default -> true;
        };
    }

    /** Returns the checksum. */
    public static int checksum(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + CHECKSUM);
    }

    /** Returns the identifier of an echo message. */
    public static int identifier(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + IDENTIFIER);
    }

    /** Returns the sequence number of an echo message. */
    public static int sequence(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + SEQUENCE);
    }

    /** Returns the next-hop MTU of a fragmentation-needed message; 0 from an old router. */
    public static int mtu(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + SEQUENCE);
    }

    /** Changes the identifier, with the checksum. */
    public static void changeIdentifier(ByteBuf buf, int at, int identifier) {
        long delta = Checksum.delta16(identifier(buf, at), identifier);
        buf.setShort(at + CHECKSUM, Checksum.apply(checksum(buf, at), delta));
        buf.setShort(at + IDENTIFIER, identifier);
    }

    /** Changes type and code, with the checksum. */
    public static void changeType(ByteBuf buf, int at, int type, int code) {
        long delta = Checksum.delta16(buf.getUnsignedShort(at), type << 8 | code);
        buf.setShort(at + CHECKSUM, Checksum.apply(checksum(buf, at), delta));
        buf.setShort(at, type << 8 | code);
    }

    /**
     * Writes the header of a message whose rest already stands behind it, with its checksum.
     *
     * @param buf the buffer
     * @param at index of the message
     * @param end index after its last byte
     * @param typeAndCode the type in the high, the code in the low octet
     * @param rest the four bytes after the checksum
     */
    public static void write(ByteBuf buf, int at, int end, int typeAndCode, int rest) {
        buf.setInt(at, typeAndCode << 16);
        buf.setInt(at + IDENTIFIER, rest);
        writeChecksum(buf, at, end);
    }

    /** Computes the checksum anew over the message that ends before {@code end}. */
    public static void writeChecksum(ByteBuf buf, int at, int end) {
        buf.setShort(at + CHECKSUM, 0);
        buf.setShort(at + CHECKSUM, Checksum.of(buf, at, end - at));
    }
}
