package bauta.alg.raudio;

import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;

/**
 * The hello of a player that asks for sound over UDP, numbers with the high byte first. Ports of
 * the options 1 (sound) and 7 (what is sent again) let the server's address send to them, and
 * become the ones that it sees. Port 0 asks for nothing. The rest of the connection is not read.
 *
 * <pre>
 *  "PNA", version, 2 bytes, below 256
 *  option, 2 bytes | length, 2 bytes | value       and so on, until option 0
 * </pre>
 */
final class PnaSession implements StreamSession {
    private static final int VERSION = 3;
    private static final int HEADER_BYTES = 5;
    private static final int VERSIONS = 256;
    private static final int LENGTH = 2;
    private static final int VALUE = 4;
    private static final int PORT_END = VALUE + Short.BYTES;
    private static final int END = 0;
    private static final int SOUND = 1;
    private static final int RESENT = 7;

    /** Longer ones are not believed. */
    private static final int MOST_VALUE_BYTES = 512;

    private final Control control;
    private boolean inOptions;

    PnaSession(Control control) {
        this.control = control;
    }

    @Override
    public int read(Payload payload) {
        if (payload.direction() == Control.ANSWERER) {
            return payload.length();
        }
        return inOptions ? readOption(payload) : readHeader(payload);
    }

    private int readHeader(Payload payload) {
        if (payload.length() < HEADER_BYTES) {
            return WAIT;
        }
        if (payload.unsignedShort(VERSION) >= VERSIONS) {
            control.refuse(Refusal.OTHER_PROTOCOL);
            return DETACH;
        }
        inOptions = true;
        return HEADER_BYTES;
    }

    private int readOption(Payload payload) {
        int option = payload.unsignedShort(0);
        if (option == END) {
            return DETACH;
        }
        if (payload.length() < VALUE) {
            return WAIT;
        }
        int length = payload.unsignedShort(LENGTH);
        boolean port = option == SOUND || option == RESENT;
        if (length > MOST_VALUE_BYTES || port && length < Short.BYTES) {
            control.refuse(Refusal.MALFORMED);
            return DETACH;
        }
        if (port && payload.length() < PORT_END) {
            return WAIT;
        }
        if (port) {
            announced(payload);
        }
        return VALUE + length;
    }

    private void announced(Payload payload) {
        int port = payload.unsignedShort(VALUE);
        if (port == 0) {
            return;
        }
        Expected expected =
                control.expect(
                        Expectation.one(control, Control.OPENER, RaudioAlg.UDP, port).often());
        if (expected != null && expected.seenPort() != port) {
            int seen = expected.seenPort();
            payload.replace(VALUE, PORT_END, new byte[] {(byte) (seen >> 8), (byte) seen});
        }
    }
}
