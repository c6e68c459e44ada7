package bauta.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One netlink request under construction (RFC 3549 section 2.3): header, a fixed part, attributes.
 * Numbers are in host order unless a method says otherwise.
 */
final class NetlinkRequest {
    static final int HEADER_BYTES = 16;
    static final short FLAG_REQUEST = 0x001;
    static final short FLAG_ACK = 0x004;
    static final short FLAG_DUMP = 0x300;
    static final short FLAG_REPLACE = 0x100;
    static final short FLAG_EXCLUSIVE = 0x200;
    static final short FLAG_CREATE = 0x400;

    private static final int CAPACITY = 1024;
    private static final int NESTED = 0x8000;

    private final ByteBuffer message =
            ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());

    /**
     * Starts a request.
     *
     * @param type message type
     * @param flags what is asked besides {@link #FLAG_REQUEST}, which is always set
     */
    NetlinkRequest(int type, int flags) {
        message.putInt(0).putShort((short) type).putShort((short) (flags | FLAG_REQUEST));
        message.putInt(0).putInt(0);
    }

    NetlinkRequest byteValue(int value) {
        message.put((byte) value);
        return this;
    }

    NetlinkRequest shortValue(int value) {
        message.putShort((short) value);
        return this;
    }

    NetlinkRequest intValue(int value) {
        message.putInt(value);
        return this;
    }

    NetlinkRequest attribute(int type, int value) {
        start(type, Integer.BYTES);
        message.putInt(value);
        return this;
    }

    /** Adds four bytes in network order, such as an IPv4 address. */
    NetlinkRequest networkAttribute(int type, int value) {
        return attribute(
                type,
                message.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value));
    }

    NetlinkRequest attribute(int type, byte[] value) {
        start(type, value.length);
        message.put(value);
        return pad();
    }

    /** Adds a text with its closing zero byte. */
    NetlinkRequest attribute(int type, String value) {
        return attribute(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Opens a nested attribute.
     *
     * @param type its type
     * @return where it starts, for {@link #end}
     */
    int nest(int type) {
        int at = message.position();
        start(type | NESTED, 0);
        return at;
    }

    /**
     * Closes a nested attribute.
     *
     * @param at what {@link #nest} returned
     */
    NetlinkRequest end(int at) {
        message.putShort(at, (short) (message.position() - at));
        return this;
    }

    private void start(int type, int length) {
        message.putShort((short) (length + 4)).putShort((short) type);
    }

    private NetlinkRequest pad() {
        while (message.position() % 4 != 0) {
            message.put((byte) 0);
        }
        return this;
    }

    /**
     * Completes the header.
     *
     * @param sequence number that the answer repeats
     * @return the whole message, position 0, direct
     */
    ByteBuffer finish(int sequence) {
        return message.putInt(0, message.position()).putInt(8, sequence).flip();
    }
}
