package bauta.alg.quake;

import bauta.alg.Control;
import bauta.alg.DatagramSession;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One player and one server. When the server accepts a request, the player may send to the port
 * named, and the server from that port to the one that the player asked from. The port named is
 * rewritten where the player sees the server by another. An accept that nobody has asked for is
 * passed as it is, and so is everything else; what does not begin with a control packet is not read
 * any further.
 */
final class QuakeSession implements DatagramSession {
    private final Control control;
    private boolean begun;
    private boolean requested;
    private int accepted = -1;
    private @Nullable Expected atServer;
    private @Nullable Expected atPlayer;

    QuakeSession(Control control) {
        this.control = control;
    }

    @Override
    public boolean read(Payload payload) {
        boolean known = QuakePacket.isControl(payload);
        if (payload.direction() == Control.OPENER) {
            if (!begun && !known) {
                control.refuse(Refusal.OTHER_PROTOCOL);
                return false;
            }
            begun = true;
            requested |= known && QuakePacket.isRequest(payload);
        } else if (known) {
            int port = QuakePacket.acceptedPort(payload);
            if (port >= 0 && (requested || port == accepted)) {
                accept(payload, port);
            }
        }
        return true;
    }

    private void accept(Payload payload, int port) {
        if (port != accepted) {
            withdraw(atServer);
            withdraw(atPlayer);
        }
        requested = false;
        accepted = port;
        int player = control.port(Control.OPENER);
        atServer = control.expect(Expectation.one(control, Control.ANSWERER, QuakeAlg.UDP, port));
        if (atServer == null) {
            return;
        }
        control.narrow(atServer, control.address(Control.OPENER), player, player);
        if (atServer.seenPort() != port) {
            byte[] seen = QuakePacket.port(atServer.seenPort());
            payload.replace(QuakePacket.PORT, QuakePacket.PORT_END, seen);
        }
        atPlayer = control.expect(Expectation.one(control, Control.OPENER, QuakeAlg.UDP, player));
        if (atPlayer != null) {
            control.narrow(atPlayer, control.address(Control.ANSWERER), port, port);
        }
    }

    private void withdraw(@Nullable Expected expected) {
        if (expected != null) {
            control.withdraw(expected);
        }
    }
}
