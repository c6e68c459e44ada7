package bauta.alg.quake;

import bauta.alg.Payload;

/**
 * A control packet of Quake, numbers with the high byte first but for the port.
 *
 * <pre>
 *  0       2        4      5
 *  | 80 00 | length | code | request 01: "QUAKE" 00, version 03
 *                          | accept  81: port, 4 bytes, low byte first
 * </pre>
 */
final class QuakePacket {
    static final int PORT = 5;
    static final int PORT_END = 9;
    private static final int CONTROL = 0x8000;
    private static final int LENGTH = 2;
    private static final int CODE = 4;
    private static final int REQUEST = 0x01;
    private static final int ACCEPT = 0x81;
    private static final String GAME = "QUAKE\0\3";
    private static final int REQUEST_BYTES = 12;

    private QuakePacket() {}

    /** Returns whether it is a control packet whose length is the one it claims. */
    static boolean isControl(Payload payload) {
        return payload.unsignedShort(0) == CONTROL
                && payload.unsignedShort(LENGTH) == payload.length()
                && payload.length() > CODE;
    }

    /** Returns whether a control packet asks to play, by the version that is known. */
    static boolean isRequest(Payload payload) {
        return payload.at(CODE) == REQUEST
                && payload.length() >= REQUEST_BYTES
                && payload.text(PORT, REQUEST_BYTES).equals(GAME);
    }

    /** Returns the port that a control packet accepts a player at, or -1 for any other packet. */
    static int acceptedPort(Payload payload) {
        if (payload.at(CODE) != ACCEPT || payload.length() < PORT_END) {
            return -1;
        }
        boolean fits = payload.at(PORT + 2) == 0 && payload.at(PORT + 3) == 0;
        return fits ? payload.at(PORT) | payload.at(PORT + 1) << 8 : -1;
    }

    /** Returns the bytes of a port. */
    static byte[] port(int port) {
        return new byte[] {(byte) port, (byte) (port >> 8), 0, 0};
    }
}
