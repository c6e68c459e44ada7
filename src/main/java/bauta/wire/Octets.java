package bauta.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of bytes out of a message: a tag, an option, a cookie, a name. */
public final class Octets {
    /** No bytes. */
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies bytes.
     *
     * @param bytes any number of them
     */
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
    }

    /**
     * Copies bytes out of a buffer.
     *
     * @param from the buffer
     * @param at absolute index of the first byte
     * @param length number of bytes; they must lie in the buffer
     */
    public static Octets of(ByteBuf from, int at, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] copy = new byte[length];
        from.getBytes(at, copy);
        return new Octets(copy);
    }

    /**
     * Encodes text as UTF-8, as RFC 2516 names and messages are.
     *
     * @param text any text
     */
    public static Octets ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads hexadecimal digits.
     *
     * @param digits an even number of them
     * @throws IllegalArgumentException when they are something else
     */
    public static Octets ofHex(String digits) {
        return of(HexFormat.of().parseHex(digits));
    }

    /**
     * Makes four bytes, highest first.
     *
     * @param value any value
     */
    public static Octets ofInt(int value) {
        return new Octets(
                new byte[] {
                    (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
                });
    }

    /**
     * Makes two bytes, highest first.
     *
     * @param value the low 16 bits are taken
     */
    public static Octets ofShort(int value) {
        return new Octets(new byte[] {(byte) (value >>> 8), (byte) value});
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns a copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /**
     * Returns one byte as 0 to 255.
     *
     * @param index below {@link #length()}
     */
    public int at(int index) {
        return bytes[index] & 0xff;
    }

    /** Returns the bytes as an unsigned 16-bit number; there must be at least two. */
    public int toShort() {
        return at(0) << 8 | at(1);
    }

    /** Returns the first four bytes as a number; there must be at least four. */
    public int toInt() {
        return at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3);
    }

    /**
     * Returns the first bytes, or all when there are fewer.
     *
     * @param limit the most to keep, not negative
     */
    public Octets truncated(int limit) {
        return limit >= bytes.length ? this : of(Arrays.copyOf(bytes, limit));
    }

    /**
     * Writes the bytes.
     *
     * @param to buffer with room for them
     * @param at absolute index of the first one
     * @return the index behind the last one
     */
    public int emit(ByteBuf to, int at) {
        to.setBytes(at, bytes);
        return at + bytes.length;
    }

    /**
     * Returns the bytes as text for people: UTF-8, every control character and every broken
     * sequence replaced by {@code ?}, cut after 128 characters. Safe to log and to show.
     */
    public String toText() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(128)
                .map(c -> Character.isISOControl(c) || isUnsafe(c) ? '?' : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isUnsafe(int codePoint) {
        return codePoint == 0xfffd
                || switch (Character.getType(codePoint)) {
                    case Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.UNASSIGNED,
                            Character.PRIVATE_USE,
                            Character.SURROGATE ->
                            true;
                    default -> false;
                };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the bytes as hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
