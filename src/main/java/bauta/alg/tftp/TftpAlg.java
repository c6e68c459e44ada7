package bauta.alg.tftp;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.DatagramSession;
import bauta.alg.Expectation;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import java.time.Duration;
import java.util.List;

/**
 * TFTP (RFC 1350): a client asks at port 69, and the server answers from another port to the one
 * that the client asked from (section 4). So each request lets the server's address send to that
 * port, from any of its ports, once. Nothing is rewritten. A flow that does not begin with a
 * request is not read any further.
 */
public final class TftpAlg implements Alg {
    private static final int UDP = 17;
    private static final AlgProfile PROFILE =
            new AlgProfile("tftp", List.of(UDP), List.of(69), true, 1, Duration.ofMinutes(5));

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public DatagramSession attach(Control control) {
        return payload -> read(control, payload);
    }

    private static boolean read(Control control, Payload payload) {
        if (payload.direction() == Control.ANSWERER) {
            return true;
        }
        if (!TftpRequest.matches(payload)) {
            control.refuse(Refusal.OTHER_PROTOCOL);
            return false;
        }
        control.expect(Expectation.one(control, Control.OPENER, UDP, control.port(Control.OPENER)));
        return true;
    }
}
