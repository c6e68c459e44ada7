package bauta.alg.raudio;

import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;
import bauta.alg.raudio.RtspTransport.Host;
import bauta.alg.raudio.RtspTransport.Ports;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client and one server. Every SETUP that offers UDP lets the server's address send to the
 * client's ports; its reply narrows that to the server's ports. Each end sees of the other the
 * addresses and ports that are right for it, in the request as well as in the reply. TEARDOWN ends
 * what was let in. Bodies and interleaved media pass unread; a message whose end nobody can tell
 * ends the reading.
 */
final class RtspSession implements StreamSession {
    /** Bytes of start line and headers at most. */
    static final int LONGEST_HEAD = 3072;

    private static final int MOST_SETUPS = 8;
    private static final int INTERLEAVED_HEADER = 4;

    private final Control control;
    private final List<RtspSetup> setups = new ArrayList<>();

    RtspSession(Control control) {
        this.control = control;
    }

    @Override
    public int read(Payload payload) {
        int first = payload.at(0);
        if (first == '\r' || first == '\n') {
            return 1;
        }
        if (first == '$') {
            int length = payload.unsignedShort(2);
            return length < 0 ? WAIT : INTERLEAVED_HEADER + length;
        }
        if (RtspHead.isAstray(payload)) {
            return giveUp();
        }
        RtspHead head = RtspHead.of(payload);
        if (head == null) {
            return WAIT;
        }
        if (head.contentLength() < 0) {
            return giveUp();
        }
        if (payload.direction() == Control.OPENER && !head.isReply()) {
            request(payload, head);
        } else if (payload.direction() == Control.ANSWERER && head.isReply()) {
            reply(payload, head);
        }
        return head.length() + head.contentLength();
    }

    private int giveUp() {
        control.refuse(Refusal.MALFORMED);
        return DETACH;
    }

    private void request(Payload payload, RtspHead head) {
        setups.forEach(setup -> setup.ways().forEach(this::keep));
        if (head.asks("SETUP")) {
            setup(payload, head);
        } else if (head.asks("TEARDOWN")) {
            tearDown(head);
        }
    }

    /** What is let in waits on while its client speaks. */
    private void keep(RtspSetup.Way way) {
        if (way.expected().isOpen()) {
            expect(Control.OPENER, way.ports());
        }
    }

    private void setup(Payload payload, RtspHead head) {
        if (setups.size() == MOST_SETUPS) {
            control.refuse(Refusal.TOO_MANY);
            return;
        }
        var setup = new RtspSetup(head.cseq(), head.address());
        for (RtspHead.Header header : transports(head)) {
            for (RtspTransport way : RtspTransport.of(head.text(), header)) {
                Ports ports = way.clientPort();
                if (isOurs(way) && ports != null) {
                    offer(payload, setup, way, ports);
                }
            }
        }
        if (!setup.isEmpty()) {
            replace(setup);
            setups.add(setup);
        }
    }

    /** A stream that is set up anew needs nothing that only its earlier request has let in. */
    private void replace(RtspSetup setup) {
        for (RtspSetup earlier : List.copyOf(setups)) {
            if (earlier.address == setup.address) {
                earlier.ways().stream()
                        .map(RtspSetup.Way::expected)
                        .filter(expected -> !setup.has(expected))
                        .forEach(control::withdraw);
                setups.remove(earlier);
            }
        }
    }

    private List<RtspHead.Header> transports(RtspHead head) {
        List<RtspHead.Header> found =
                head.headers().stream()
                        .filter(header -> header.name().equals("transport"))
                        .toList();
        if (found.stream().anyMatch(RtspHead.Header::folded)) {
            control.refuse(Refusal.MALFORMED);
            return List.of();
        }
        return found;
    }

    private boolean isOurs(RtspTransport way) {
        if (way.overUdp() && !way.sound()) {
            control.refuse(Refusal.MALFORMED);
        }
        return way.overUdp() && way.sound();
    }

    private void offer(Payload payload, RtspSetup setup, RtspTransport way, Ports ports) {
        int own = control.address(Control.OPENER);
        int seen = control.seenAddress(Control.OPENER);
        Host destination = way.destination();
        if (destination != null && destination.address() != own && destination.address() != seen) {
            control.refuse(Refusal.OTHER_ADDRESS);
            return;
        }
        Expected expected = expect(Control.OPENER, ports);
        if (expected != null) {
            setup.add(expected, ports);
            var edits = new RtspEdits(payload);
            edits.host(destination, own, seen);
            edits.ports(ports, expected.seenPort(), expected.secondSeenPort());
            edits.make();
        }
    }

    private @Nullable Expected expect(int awaitedBy, Ports ports) {
        Expectation one = Expectation.one(control, awaitedBy, RaudioAlg.UDP, ports.first()).often();
        return control.expect(ports.count() == 2 ? one.pair() : one);
    }

    private void reply(Payload payload, RtspHead head) {
        RtspSetup setup = find(head.cseq());
        if (setup == null) {
            return;
        }
        if (!head.isSuccess()) {
            close(setup);
            return;
        }
        boolean another = false;
        for (RtspHead.Header header : transports(head)) {
            for (RtspTransport way : RtspTransport.of(head.text(), header)) {
                RtspSetup.Way chosen = setup.chosen(way.clientPort());
                another |= !way.overUdp();
                if (isOurs(way) && chosen != null) {
                    agree(payload, way, chosen);
                }
            }
        }
        if (another) {
            close(setup);
        }
    }

    private void close(RtspSetup setup) {
        setup.close(control);
        setups.remove(setup);
    }

    /** Returns the latest with this number, or null. */
    private @Nullable RtspSetup find(int cseq) {
        for (RtspSetup setup : setups.reversed()) {
            if (setup.cseq == cseq && cseq >= 0) {
                return setup;
            }
        }
        return null;
    }

    private void agree(Payload payload, RtspTransport way, RtspSetup.Way chosen) {
        int server = control.address(Control.ANSWERER);
        int seenServer = control.seenAddress(Control.ANSWERER);
        int client = control.address(Control.OPENER);
        Ports from = way.serverPort();
        Host source = way.source();
        var edits = new RtspEdits(payload);
        Ports ports = way.clientPort();
        if (ports != null) {
            edits.ports(ports, chosen.ports().first(), chosen.ports().last());
        }
        edits.host(way.destination(), control.seenAddress(Control.OPENER), client);
        if (isForeign(source, server, seenServer)) {
            control.refuse(Refusal.OTHER_ADDRESS);
        } else if (from != null) {
            edits.host(source, server, seenServer);
            Expected atServer = expect(Control.ANSWERER, from);
            if (atServer != null) {
                edits.ports(from, atServer.seenPort(), atServer.secondSeenPort());
            }
            control.narrow(chosen.expected(), server, from.first(), from.last());
        }
        edits.make();
    }

    private static boolean isForeign(@Nullable Host source, int own, int seen) {
        return source != null && source.address() != own && source.address() != seen;
    }

    /** Of one address only what was set up for it; else, of a whole presentation, everything. */
    private void tearDown(RtspHead head) {
        int address = head.address().hashCode();
        boolean one = setups.stream().anyMatch(setup -> setup.address == address);
        for (RtspSetup setup : List.copyOf(setups)) {
            if (!one || setup.address == address) {
                close(setup);
            }
        }
    }
}
