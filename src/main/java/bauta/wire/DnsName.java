package bauta.wire;

import io.netty.buffer.ByteBuf;

/**
 * Walks domain names inside a message (RFC 1035 sections 3.1 and 4.1.4) without copying them. A
 * compression pointer must aim before the place where its own part of the name began, so every walk
 * ends: loops and forward pointers are {@link #BAD}. Label bytes are opaque (RFC 2181 section 11).
 */
public final class DnsName {
    /** Not a name. */
    public static final int BAD = -1;

    /** The longest name on the wire without compression, in bytes, root label included. */
    public static final int MAX_LENGTH = 255;

    private static final int POINTER = 0xc0;

    private DnsName() {}

    /**
     * Finds the end of a name in place; a pointer ends it and is not followed.
     *
     * @param message the buffer
     * @param nameAt index of the first length byte
     * @param end index after the last byte of the message
     * @return the index after the name, or {@link #BAD}
     */
    public static int skip(ByteBuf message, int nameAt, int end) {
        int stop = labels(message, nameAt, end);
        if (stop == BAD || message.getByte(stop) == 0) {
            return stop == BAD ? BAD : stop + 1;
        }
        return end - stop < 2 ? BAD : stop + 2;
    }

    /**
     * Finds the end of a name that must not be compressed, such as that of the first question.
     *
     * @param message the buffer
     * @param nameAt index of the first length byte
     * @param end index after the last byte of the message
     * @return the index after the name, or {@link #BAD}
     */
    public static int skipUncompressed(ByteBuf message, int nameAt, int end) {
        int stop = labels(message, nameAt, end);
        return stop == BAD || message.getByte(stop) != 0 ? BAD : stop + 1;
    }

    /**
     * Follows the pointers and returns how long the whole name is.
     *
     * @param message the buffer
     * @param messageAt index of the message's first byte, which pointers count from
     * @param nameAt index of the first length byte
     * @param end index after the last byte of the message
     * @return bytes of the expanded name, 1 (the root) to 255, or {@link #BAD}
     */
    public static int length(ByteBuf message, int messageAt, int nameAt, int end) {
        int length = 0;
        int partAt = nameAt;
        while (true) {
            int stop = labels(message, partAt, end);
            if (stop == BAD) {
                return BAD;
            }
            length += stop - partAt;
            if (length >= MAX_LENGTH) {
                return BAD;
            }
            if (message.getByte(stop) == 0) {
                return length + 1;
            }
            partAt = target(message, messageAt, stop, partAt, end);
            if (partAt == BAD) {
                return BAD;
            }
        }
    }

    /**
     * Returns the name as text for people: dots between labels, and {@code \DDD} for each byte that
     * is not a visible ASCII character, a dot or a backslash (RFC 1035 section 5.1).
     *
     * @param message the buffer
     * @param messageAt index of the message's first byte
     * @param nameAt index of the first length byte
     * @param end index after the last byte of the message
     * @return for example {@code www.example.com.}, or {@code ?} when it is not a name
     */
    public static String text(ByteBuf message, int messageAt, int nameAt, int end) {
        if (length(message, messageAt, nameAt, end) == BAD) {
            return "?";
        }
        StringBuilder text = new StringBuilder();
        int at = nameAt;
        int first;
        while ((first = message.getUnsignedByte(at)) != 0) {
            if (first >= POINTER) {
                at = messageAt + (message.getUnsignedShort(at) & 0x3fff);
            } else {
                label(message, at + 1, first, text);
                at += 1 + first;
            }
        }
        return text.isEmpty() ? "." : text.toString();
    }

    private static void label(ByteBuf message, int at, int length, StringBuilder text) {
        for (int i = at; i < at + length; i++) {
            int octet = message.getUnsignedByte(i);
            if (octet > 0x20 && octet < 0x7f && octet != '.' && octet != '\\') {
                text.append((char) octet);
            } else {
                text.append('\\').append(octet / 100).append(octet / 10 % 10).append(octet % 10);
            }
        }
        text.append('.');
    }

    /** Walks labels; returns the index of the root label or of the pointer that ends them. */
    private static int labels(ByteBuf message, int nameAt, int end) {
        int at = nameAt;
        while (at < end && at - nameAt < MAX_LENGTH) {
            int first = message.getUnsignedByte(at);
            if (first == 0 || (first & POINTER) == POINTER) {
                return at;
            }
            if ((first & POINTER) != 0) {
                return BAD;
            }
            at += 1 + first;
        }
        return BAD;
    }

    private static int target(ByteBuf message, int messageAt, int pointerAt, int partAt, int end) {
        if (end - pointerAt < 2) {
            return BAD;
        }
        int target = messageAt + (message.getUnsignedShort(pointerAt) & 0x3fff);
        return target < partAt && target >= messageAt + DnsHeader.LENGTH ? target : BAD;
    }
}
