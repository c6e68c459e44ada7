package bauta.alg.vdolive;

import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One player and one server. The port of the first of the two messages lets the server's address
 * send to it over UDP; the port seen outside takes its place in both. A second message with another
 * port passes as it is. The stream must begin with one of them. How long other messages are is not
 * known, so a second one is looked for where a segment begins, and right behind the first.
 */
final class VdoliveSession implements StreamSession {
    private static final int UDP = 17;
    private static final int HIGHEST_PORT = 0xffff;

    private final Control control;
    private final Set<VdoliveMessage> awaited = EnumSet.allOf(VdoliveMessage.class);
    private @Nullable Expected expected;
    private long port = -1;

    VdoliveSession(Control control) {
        this.control = control;
    }

    @Override
    public int longestUnit() {
        return VdoliveMessage.INITIAL.length();
    }

    @Override
    public int read(Payload payload) {
        if (payload.direction() == Control.ANSWERER) {
            return payload.length();
        }
        if (awaited.isEmpty()) {
            return DETACH;
        }
        if (payload.length() < VdoliveMessage.TAG_END) {
            return WAIT;
        }
        VdoliveMessage message = VdoliveMessage.of(payload);
        if (message == null || !awaited.contains(message)) {
            return other(payload);
        }
        if (payload.length() < message.length()) {
            return WAIT;
        }
        awaited.remove(message);
        announced(payload, message);
        return message.length();
    }

    private int other(Payload payload) {
        if (port >= 0) {
            return payload.length();
        }
        control.refuse(Refusal.OTHER_PROTOCOL);
        return DETACH;
    }

    private void announced(Payload payload, VdoliveMessage message) {
        long wanted = message.port(payload);
        if (wanted > HIGHEST_PORT || port >= 0 && wanted != port) {
            control.refuse(Refusal.MALFORMED);
            port = Math.max(port, 0);
            return;
        }
        if (port < 0) {
            port = wanted;
            expected =
                    control.expect(
                            Expectation.one(control, Control.OPENER, UDP, (int) wanted).often());
        }
        if (expected != null && expected.seenPort() != port) {
            int seen = expected.seenPort();
            byte[] bytes = {(byte) (seen >> 8), (byte) seen};
            payload.replace(message.length() - Short.BYTES, message.length(), bytes);
        }
    }
}
