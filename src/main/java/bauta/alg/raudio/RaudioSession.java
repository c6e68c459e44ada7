package bauta.alg.raudio;

import bauta.alg.Control;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by the opening bytes of who opened the connection: {@code PNA}, or a request line of RTSP
 * 1.0. A server that speaks first is of another protocol.
 */
final class RaudioSession implements StreamSession {
    private static final String PNA = "PNA";
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int STATE_BYTES = 1024;

    private final Control control;
    private @Nullable StreamSession chosen;

    RaudioSession(Control control) {
        this.control = control;
    }

    @Override
    public int longestUnit() {
        return RtspSession.LONGEST_HEAD;
    }

    @Override
    public int bytes() {
        return STATE_BYTES;
    }

    @Override
    public int read(Payload payload) {
        if (chosen == null && payload.direction() == Control.OPENER) {
            chosen = choose(payload);
            if (chosen == null && mayBecome(payload)) {
                return WAIT;
            }
        }
        if (chosen == null) {
            boolean encrypted = payload.at(0) == TLS_HANDSHAKE;
            control.refuse(encrypted ? Refusal.ENCRYPTED : Refusal.OTHER_PROTOCOL);
            return DETACH;
        }
        return chosen.read(payload);
    }

    private @Nullable StreamSession choose(Payload payload) {
        if (payload.text(0, PNA.length()).equals(PNA)) {
            return new PnaSession(control);
        }
        return RtspHead.opens(payload) ? new RtspSession(control) : null;
    }

    private static boolean mayBecome(Payload payload) {
        return PNA.startsWith(payload.text(0, PNA.length())) || RtspHead.mayOpen(payload);
    }
}
