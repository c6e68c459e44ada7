package bauta.sim;

/** Bytes that tell what they are, so that a receiver sees when others come in their place. */
final class Payload {
    private static final int MARK = 0x5ea1;

    private Payload() {}

    /** One datagram's: its number, then bytes that follow from it. */
    static byte[] of(int number, int length) {
        byte[] bytes = new byte[Math.max(length, 8)];
        bytes[0] = (byte) (MARK >>> 8);
        bytes[1] = (byte) MARK;
        bytes[2] = (byte) (bytes.length >>> 8);
        bytes[3] = (byte) bytes.length;
        Datagram.put32(bytes, 4, number);
        for (int i = 8; i < bytes.length; i++) {
            bytes[i] = (byte) (number * 31 + i * 7 + (i >>> 8));
        }
        return bytes;
    }

    /** Whether bytes are one of ours, whole. */
    static boolean isOurs(byte[] bytes) {
        return bytes.length >= 8 && bytes[0] == (byte) (MARK >>> 8) && bytes[1] == (byte) MARK;
    }

    static int number(byte[] bytes) {
        return new Datagram(bytes).i32(4);
    }

    static void check(byte[] bytes) {
        if (isOurs(bytes) && !java.util.Arrays.equals(bytes, of(number(bytes), bytes.length))) {
            throw new Violation(
                    "payload", "a datagram of " + bytes.length + " bytes is not as sent");
        }
    }

    /** A byte of a stream. */
    static byte inStream(int stream, int index) {
        return index < 4
                ? (byte) (stream >>> 24 - 8 * index)
                : (byte) (stream * 17 + index * 5 + (index >>> 8) * 3);
    }
}
