package bauta.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks what a netlink socket received (RFC 3549 section 2.3): messages one after another, each
 * with attributes. A cursor over a buffer in host order; whatever lengths stand in it, nothing is
 * read outside of the buffer's limit, and a message that does not fit ends the walk.
 */
final class NetlinkMessages {
    static final int ERROR = 2;
    static final int DONE = 3;
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer bytes;
    private int at;
    private int next;
    private int attributeAt;

    /**
     * Starts before the first message.
     *
     * @param bytes from 0 to its limit
     */
    NetlinkMessages(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.nativeOrder());
    }

    /** Moves to the next message and returns whether there is one. */
    boolean next() {
        at = next;
        if (bytes.limit() - at < NetlinkRequest.HEADER_BYTES) {
            return false;
        }
        int length = bytes.getInt(at);
        if (length < NetlinkRequest.HEADER_BYTES || length > bytes.limit() - at) {
            return false;
        }
        next = Math.min(at + length + 3 & ~3, bytes.limit());
        return true;
    }

    /** Returns the type of the message. */
    int type() {
        return Short.toUnsignedInt(bytes.getShort(at + 4));
    }

    /** Returns the sequence number of the request it answers, 0 for events. */
    int sequence() {
        return bytes.getInt(at + 8);
    }

    private int end() {
        return at + bytes.getInt(at);
    }

    /** Returns the errno of an {@link #ERROR} message, 0 for a plain acknowledgement. */
    int errno() {
        return has(4) ? -bytes.getInt(at + NetlinkRequest.HEADER_BYTES) : Errno.EIO;
    }

    /**
     * Returns whether the fixed part is there.
     *
     * @param fixedBytes its length
     */
    boolean has(int fixedBytes) {
        return end() - at - NetlinkRequest.HEADER_BYTES >= fixedBytes;
    }

    /** Returns a byte of the fixed part; ask {@link #has} first. */
    int fixedByte(int offset) {
        return bytes.get(at + NetlinkRequest.HEADER_BYTES + offset) & 0xff;
    }

    /** Returns two bytes of the fixed part; ask {@link #has} first. */
    int fixedShort(int offset) {
        return Short.toUnsignedInt(bytes.getShort(at + NetlinkRequest.HEADER_BYTES + offset));
    }

    /** Returns four bytes of the fixed part; ask {@link #has} first. */
    int fixedInt(int offset) {
        return bytes.getInt(at + NetlinkRequest.HEADER_BYTES + offset);
    }

    /**
     * Finds an attribute, and makes it the one that the value accessors read.
     *
     * @param fixedBytes length of the fixed part
     * @param wanted its type
     * @param minimumBytes how long its value must be at least
     * @return whether it is there and long enough
     */
    boolean attribute(int fixedBytes, int wanted, int minimumBytes) {
        int start = at + NetlinkRequest.HEADER_BYTES + (fixedBytes + 3 & ~3);
        return find(start, end(), wanted, minimumBytes);
    }

    /**
     * Finds an attribute inside the one found last.
     *
     * @param wanted its type
     * @param minimumBytes how long its value must be at least
     * @return whether it is there; if not, the one found last stays
     */
    boolean nested(int wanted, int minimumBytes) {
        return find(attributeAt + 4, attributeAt + 4 + valueLength(), wanted, minimumBytes);
    }

    private boolean find(int start, int end, int wanted, int minimumBytes) {
        int cursor = start;
        while (end - cursor >= 4) {
            int length = Short.toUnsignedInt(bytes.getShort(cursor));
            if (length < 4 || length > end - cursor) {
                return false;
            }
            int type = bytes.getShort(cursor + 2) & TYPE_MASK;
            if (type == wanted && length - 4 >= minimumBytes) {
                attributeAt = cursor;
                return true;
            }
            cursor += length + 3 & ~3;
        }
        return false;
    }

    /** Returns the length of the value found last, in bytes. */
    int valueLength() {
        return Short.toUnsignedInt(bytes.getShort(attributeAt)) - 4;
    }

    /** Returns the value found last as one byte. */
    int byteValue() {
        return bytes.get(attributeAt + 4) & 0xff;
    }

    /** Returns the value found last as two bytes in host order. */
    int shortValue() {
        return Short.toUnsignedInt(bytes.getShort(attributeAt + 4));
    }

    /** Returns the value found last as four bytes in host order. */
    int intValue() {
        return bytes.getInt(attributeAt + 4);
    }

    /** Returns the value found last as eight bytes in host order. */
    long longValue() {
        return bytes.getLong(attributeAt + 4);
    }

    /** Returns the value found last as four bytes in network order. */
    int networkValue() {
        int value = intValue();
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    /** Returns the value found last as a MAC address in the low 48 bits. */
    long macValue() {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | bytes.get(attributeAt + 4 + i) & 0xff;
        }
        return mac;
    }

    /** Returns the value found last as text, up to its zero byte. */
    String textValue() {
        int length = 0;
        while (length < valueLength() && bytes.get(attributeAt + 4 + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        bytes.get(attributeAt + 4, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
