package bauta.alg;

import java.nio.charset.StandardCharsets;

/** Payloads for tests of parsers. */
public final class PayloadKit {
    private PayloadKit() {}

    /** Returns a payload with these bytes, at most 16 KB of them. */
    public static Payload of(int direction, byte[] bytes) {
        Payload payload = new Payload();
        int length = Math.min(bytes.length, Payload.MOST_BYTES);
        System.arraycopy(bytes, 0, payload.bytes, 0, length);
        payload.show(direction, 0, length);
        return payload;
    }

    /** Returns a payload of the opener with this text. */
    public static Payload of(String text) {
        return of(Control.OPENER, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns what a payload has become. */
    public static String edited(Payload payload) {
        return new String(payload.edited(0, payload.length()), StandardCharsets.ISO_8859_1);
    }
}
