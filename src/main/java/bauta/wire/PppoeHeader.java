package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The PPPoE header (RFC 2516 section 4), which stands right behind the Ethernet header.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |  VER  | TYPE  |     CODE      |          SESSION_ID           |
 * +-------+-------+---------------+-------------------------------+
 * |            LENGTH             |           payload             ~
 * +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>All indexes are absolute. Bytes behind the payload are Ethernet padding and are ignored.
 */
@HotPath
public final class PppoeHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 6;

    /** Code of a session frame; discovery codes are those of section 5. */
    public static final int CODE_SESSION = 0x00;

    /** Code of PADO, the offer (RFC 2516 section 5.2). */
    public static final int CODE_PADO = 0x07;

    /** Code of PADI, the initiation (RFC 2516 section 5.1). */
    public static final int CODE_PADI = 0x09;

    /** Code of PADR, the request (RFC 2516 section 5.3). */
    public static final int CODE_PADR = 0x19;

    /** Code of PADS, the session confirmation (RFC 2516 section 5.4). */
    public static final int CODE_PADS = 0x65;

    /** Code of PADT, the termination (RFC 2516 section 5.5). */
    public static final int CODE_PADT = 0xa7;

    private static final int VERSION_AND_TYPE = 0x11;
    private static final int CODE_AT = 1;
    private static final int SESSION_ID_AT = 2;
    private static final int PAYLOAD_LENGTH_AT = 4;

    private PppoeHeader() {}

    /**
     * Checks that a whole header and the payload it claims lie in the frame.
     *
     * @param frame buffer of the frame
     * @param at index of the header
     * @param end index behind the last byte of the frame
     * @return {@code NONE}, after which no accessor reads outside, or why it is no PPPoE
     */
    public static DropReason check(ByteBuf frame, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.PPPOE_TRUNCATED;
        }
        if (frame.getUnsignedByte(at) != VERSION_AND_TYPE) {
            return DropReason.PPPOE_BAD_VERSION;
        }
        return payloadLength(frame, at) > end - at - LENGTH
                ? DropReason.PPPOE_BAD_LENGTH
                : DropReason.NONE;
    }

    /**
     * Returns the code: {@link #CODE_SESSION} or one of discovery.
     *
     * @param frame buffer of the frame
     * @param at index of the header
     */
    public static int code(ByteBuf frame, int at) {
        return frame.getUnsignedByte(at + CODE_AT);
    }

    /**
     * Returns the session id, 0 to 65,535; 0 before a session exists.
     *
     * @param frame buffer of the frame
     * @param at index of the header
     */
    public static int sessionId(ByteBuf frame, int at) {
        return frame.getUnsignedShort(at + SESSION_ID_AT);
    }

    /**
     * Returns the bytes behind this header that belong to it; for a session frame that includes the
     * PPP protocol field.
     *
     * @param frame buffer of the frame
     * @param at index of the header
     */
    public static int payloadLength(ByteBuf frame, int at) {
        return frame.getUnsignedShort(at + PAYLOAD_LENGTH_AT);
    }

    /**
     * Writes a whole header.
     *
     * @param frame buffer of the frame
     * @param at index of the header
     * @param code one of the codes above
     * @param sessionId the low 16 bits are taken
     * @param payloadLength bytes behind the header, 0 to 65,535
     */
    public static void write(ByteBuf frame, int at, int code, int sessionId, int payloadLength) {
        frame.setByte(at, VERSION_AND_TYPE);
        frame.setByte(at + CODE_AT, code);
        frame.setShort(at + SESSION_ID_AT, sessionId);
        frame.setShort(at + PAYLOAD_LENGTH_AT, payloadLength);
    }
}
