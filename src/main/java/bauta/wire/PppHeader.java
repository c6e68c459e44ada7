package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The PPP protocol field as PPPoE carries it (RFC 2516 section 4): two bytes without address and
 * control field, never compressed, for this router refuses both compressions (RFC 1661 section 2).
 */
@HotPath
public final class PppHeader {
    /** Bytes of the protocol field. */
    public static final int LENGTH = 2;

    /** Protocol number of IPv4 packets (RFC 1332). */
    public static final int PROTOCOL_IPV4 = 0x0021;

    /** Protocol number of IPv6 packets (RFC 5072). */
    public static final int PROTOCOL_IPV6 = 0x0057;

    /** Lowest protocol number of a network control protocol (RFC 1661 section 2). */
    public static final int PROTOCOL_CONTROL_FIRST = 0x8000;

    /** Protocol number of IPCP (RFC 1332). */
    public static final int PROTOCOL_IPCP = 0x8021;

    /** Protocol number of IPV6CP (RFC 5072). */
    public static final int PROTOCOL_IPV6CP = 0x8057;

    /** Protocol number of CCP (RFC 1962). */
    public static final int PROTOCOL_CCP = 0x80fd;

    /** Protocol number of LCP (RFC 1661). */
    public static final int PROTOCOL_LCP = 0xc021;

    /** Protocol number of PAP (RFC 1334). */
    public static final int PROTOCOL_PAP = 0xc023;

    /** Protocol number of CHAP (RFC 1994). */
    public static final int PROTOCOL_CHAP = 0xc223;

    private PppHeader() {}

    /**
     * Checks that the protocol field lies in the payload. Whether the number is one at all is for
     * the reader to judge: RFC 1661 section 2 has a malformed number treated as an unknown one.
     *
     * @param frame buffer of the frame
     * @param at index of the protocol field
     * @param end index behind the PPPoE payload
     * @return {@code NONE}, after which no accessor reads outside, or {@code PPP_TRUNCATED}
     */
    public static DropReason check(ByteBuf frame, int at, int end) {
        return end - at < LENGTH ? DropReason.PPP_TRUNCATED : DropReason.NONE;
    }

    /**
     * Returns the protocol number.
     *
     * @param frame buffer of the frame
     * @param at index of the protocol field
     */
    public static int protocol(ByteBuf frame, int at) {
        return frame.getUnsignedShort(at);
    }

    /**
     * Writes the protocol number.
     *
     * @param frame buffer of the frame
     * @param at index of the protocol field
     * @param protocol one of the numbers above
     */
    public static void write(ByteBuf frame, int at, int protocol) {
        frame.setShort(at, protocol);
    }
}
