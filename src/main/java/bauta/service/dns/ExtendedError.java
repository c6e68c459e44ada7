package bauta.service.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Why an answer is what it is, for clients that speak EDNS (RFC 8914 section 4). */
enum ExtendedError {
    /** Nothing to say. */
    NONE(0, ""),
    /** Its time is over, but no server answers. */
    STALE(3, "no server answers"),
    /** Withheld here. */
    BLOCKED(15, "a public name led to an inside address"),
    /** No server answered. */
    NO_SERVER(22, "no server answers"),
    /** There is nobody to ask. */
    NOT_READY(14, "the uplink is down");

    private static final int OPTION = 15;

    private final int code;
    private final String text;

    ExtendedError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Returns the EDNS option, empty for {@link #NONE}. */
    byte[] option() {
        if (this == NONE) {
            return new byte[0];
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(6 + octets.length)
                .putShort((short) OPTION)
                .putShort((short) (2 + octets.length))
                .putShort((short) code)
                .put(octets)
                .array();
    }
}
