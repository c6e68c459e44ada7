package bauta.wire;

import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * What tells two conversations of the same two hosts apart, for protocols whose ports cannot be
 * translated: 32 bits out of the first bytes after the IPv4 header. SCTP has ports (RFC 9260
 * section 3.1), ESP its SPI (RFC 4303 section 2.1), GRE a key (RFC 2890) or, in the enhanced form
 * of PPTP, a call id (RFC 2637 section 4.1). Everything else, and what is too short, has the key 0.
 */
@HotPath
public final class TransportKey {
    /** Generic routing encapsulation (RFC 2784). */
    public static final int PROTOCOL_GRE = 47;

    /** Encapsulating security payload (RFC 4303). */
    public static final int PROTOCOL_ESP = 50;

    /** Stream control transmission protocol (RFC 9260). */
    public static final int PROTOCOL_SCTP = 132;

    /** No key: the two addresses and the protocol are all there is. */
    public static final int NONE = 0;

    private static final int GRE_VERSION = 7;
    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_HEADER = 4;
    private static final int CALL_ID = 6;

    private TransportKey() {}

    /**
     * Returns the key of a packet.
     *
     * @param buf the buffer
     * @param at index after the IPv4 header
     * @param end index after the packet
     * @param protocol the protocol number; not TCP, UDP or ICMP
     */
    public static int of(ByteBuf buf, int at, int end, int protocol) {
        int length = end - at;
        return switch (protocol) {
            case PROTOCOL_GRE -> length < GRE_HEADER ? NONE : greKey(buf, at, length);
            case PROTOCOL_ESP, PROTOCOL_SCTP -> length < Integer.BYTES ? NONE : buf.getInt(at);
            default -> NONE;
        };
    }

    private static int greKey(ByteBuf buf, int at, int length) {
        int flags = buf.getUnsignedShort(at);
        if ((flags & GRE_KEY) == 0) {
            return NONE;
        }
        if ((flags & GRE_VERSION) == 1) {
            return length < CALL_ID + Short.BYTES ? NONE : buf.getUnsignedShort(at + CALL_ID);
        }
        int keyAt = GRE_HEADER + ((flags & GRE_CHECKSUM) == 0 ? 0 : Integer.BYTES);
        return length < keyAt + Integer.BYTES ? NONE : buf.getInt(at + keyAt);
    }

    /**
     * Returns the key that an answer has.
     *
     * @param protocol the protocol number
     * @param key the key of what is answered
     */
    public static int answered(int protocol, int key) {
        return protocol == PROTOCOL_SCTP ? Integer.rotateLeft(key, Short.SIZE) : key;
    }

    /**
     * Returns whether each end chooses the key of what it receives, so that the key of answers is
     * known only from the first one.
     *
     * @param protocol the protocol number
     * @param key the key of the first packet
     */
    public static boolean isLearnt(int protocol, int key) {
        return key != NONE && (protocol == PROTOCOL_ESP || protocol == PROTOCOL_GRE);
    }
}
