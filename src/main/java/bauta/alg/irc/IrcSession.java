package bauta.alg.irc;

import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an IRC client. Its own offers get an external address and port; what other users
 * answer speaks of that port and gets the inside one back, and the other way round. What other
 * users offer needs nothing: the client goes out to them. While there is nothing to answer, what
 * the server sends passes as it comes, however much it is.
 */
final class IrcSession implements StreamSession {
    /** Longer lines pass: RFC 2812 section 2.3 allows 512, and tags make them longer. */
    private static final int LONGEST_LINE = 1024;

    private static final int TCP = 6;
    private static final int TLS_HANDSHAKE = 0x16;

    /** What a client may begin with (RFC 2812 section 3.1), and what came later. */
    private static final List<String> BEGINNINGS =
            List.of("NICK", "USER", "PASS", "CAP", "STARTTLS");

    /** An offer of the client, by the port that it knows. */
    private record Offer(int port, Expected expected) {}

    private final Control control;
    private final boolean[] passing = new boolean[2];
    private final List<Offer> offers = new ArrayList<>(1);
    private boolean begun;
    private boolean security;

    IrcSession(Control control) {
        this.control = control;
    }

    @Override
    public int longestUnit() {
        return LONGEST_LINE;
    }

    @Override
    public int read(Payload payload) {
        int direction = payload.direction();
        int end = payload.indexOf('\n', 0);
        int unit = end < 0 ? payload.length() : end + 1;
        if (passing[direction]) {
            passing[direction] = end < 0;
            return unit;
        }
        if (direction == Control.ANSWERER && !security && offers.isEmpty()) {
            passing[direction] = payload.at(payload.length() - 1) != '\n';
            return payload.length();
        }
        Refusal why = direction == Control.OPENER ? ofClient(payload) : null;
        if (why == null && end < 0 && unit < LONGEST_LINE) {
            return WAIT;
        }
        passing[direction] = end < 0;
        if (why == null && end >= 0 && unit <= LONGEST_LINE) {
            int last = end > 0 && payload.at(end - 1) == '\r' ? end - 1 : end;
            why = direction == Control.OPENER ? said(payload, last) : heard(payload, last);
        }
        if (why != null) {
            control.refuse(why);
            return DETACH;
        }
        return unit;
    }

    /** Returns why the client's bytes are not those of IRC, or null. */
    private @Nullable Refusal ofClient(Payload payload) {
        if (payload.at(0) == TLS_HANDSHAKE) {
            return Refusal.ENCRYPTED;
        }
        if (begun) {
            return null;
        }
        boolean possible = BEGINNINGS.stream().anyMatch(payload::mayBeginWith);
        begun = possible && payload.indexOf('\n', 0) >= 0;
        return possible ? null : Refusal.OTHER_PROTOCOL;
    }

    private @Nullable Refusal said(Payload line, int end) {
        security |= line.has(0, "STARTTLS");
        DccRequest request = DccRequest.read(line, end);
        if (request == null) {
            return null;
        }
        switch (request.kind()) {
            case OFFER -> offer(line, request);
            case ACCEPT -> accept(line, request);
            case MALFORMED -> control.refuse(Refusal.MALFORMED);
            case RESUME, REVERSE -> {}
        }
        return null;
    }

    /** Reads a line of the server. Returns why it ends the reading, or null. */
    private @Nullable Refusal heard(Payload line, int end) {
        if (security && saysThatEncryptionBegins(line)) {
            return Refusal.ENCRYPTED;
        }
        DccRequest request = DccRequest.read(line, end);
        if (request != null && request.kind() == DccRequest.Kind.RESUME) {
            resume(line, request);
        }
        return null;
    }

    /** Numeric 670 answers STARTTLS when the server agrees. */
    private static boolean saysThatEncryptionBegins(Payload line) {
        int blank = line.at(0) == ':' ? line.indexOf(' ', 0) : -1;
        return line.has(blank + 1, "670 ");
    }

    /** The client may name the address that others see it by; it is its own all the same. */
    private void offer(Payload line, DccRequest request) {
        int own = control.address(Control.OPENER);
        boolean seen = request.address() == control.seenAddress(Control.OPENER);
        Expected granted =
                control.expect(
                        Expectation.one(control, Control.OPENER, TCP, request.port())
                                .announced(seen ? own : request.address())
                                .fromAnybody());
        if (granted == null) {
            return;
        }
        offers.removeIf(offer -> !offer.expected.isOpen() || offer.expected == granted);
        offers.add(new Offer(request.port(), granted));
        int address = granted.seenAddress();
        int port = granted.seenPort();
        if (address != request.address() || port != request.port()) {
            String text = Integer.toUnsignedString(address) + " " + port;
            line.replace(request.first(), request.last(), text);
        }
    }

    /** Another user wants the rest of what the client has offered, by the port that it saw. */
    private void resume(Payload line, DccRequest request) {
        for (Offer offer : offers) {
            if (offer.expected.isOpen() && offer.expected.seenPort() == request.port()) {
                change(line, request, offer.port);
                return;
            }
        }
    }

    /** The client agrees to that, by its own port. */
    private void accept(Payload line, DccRequest request) {
        for (Offer offer : offers) {
            if (offer.expected.isOpen() && offer.port == request.port()) {
                change(line, request, offer.expected.seenPort());
                return;
            }
        }
    }

    private static void change(Payload line, DccRequest request, int port) {
        if (port != request.port()) {
            line.replace(request.first(), request.last(), Integer.toString(port));
        }
    }
}
