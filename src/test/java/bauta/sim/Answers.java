package bauta.sim;

import java.util.Arrays;

/**
 * Packets that the router makes itself: ICMP errors about what it was given (RFC 1812 section 4.3),
 * and resets of connections that cannot go on (RFC 9293 section 3.10.7.1).
 */
final class Answers {
    private static final int LONGEST = 576;

    private final Box box;
    private final Ledger ledger;

    Answers(Box box, Ledger ledger) {
        this.box = box;
        this.ledger = ledger;
    }

    private int routerAt(Side side) {
        return side.isLan() ? Box.routerAddress(side.number()) : box.address();
    }

    /** Whether an emission answers a packet that came in. */
    boolean isAnswerTo(Side from, Datagram in, Emission emission) {
        return from.equals(emission.side())
                && emission.packet().destination() == in.source()
                && (isErrorAbout(in, emission.packet()) || isResetOf(in, emission.packet()));
    }

    private static boolean isErrorAbout(Datagram in, Datagram out) {
        if (!out.isIcmpError() || out.isPiece()) {
            return false;
        }
        byte[] quoted = out.quoted().bytes();
        int length = Math.min(quoted.length, in.length());
        return quoted.length >= Math.min(28, in.length())
                && Arrays.equals(quoted, 0, length, in.bytes(), 0, length);
    }

    private static boolean isResetOf(Datagram in, Datagram out) {
        return in.protocol() == Datagram.TCP
                && in.hasTransport()
                && out.protocol() == Datagram.TCP
                && out.has(Datagram.RST)
                && !in.has(Datagram.RST)
                && out.from().equals(in.to())
                && out.to().equals(in.from());
    }

    /** Judges a packet that nobody sent. */
    void check(Crossing crossing, Emission emission) {
        Side side = crossing.side();
        Datagram in = crossing.packet();
        Datagram out = emission.packet();
        if (!out.sumIsRight()) {
            throw new Violation("answer", "checksum of " + emission);
        }
        if (side != null && in != null && isAnswerTo(side, in, emission)) {
            if (out.protocol() == Datagram.TCP) {
                checkReset(in, out);
            } else {
                checkError(side, in, out);
            }
        } else if (out.protocol() == Datagram.TCP && out.has(Datagram.RST)) {
            checkEndOfFlow(emission);
        } else if (out.isIcmpError() && out.icmpType() == 3 && out.icmpCode() == 1) {
            checkUnreachable(emission);
        } else {
            throw new Violation("nobody's", crossing + " made " + emission);
        }
    }

    private void checkError(Side side, Datagram in, Datagram out) {
        boolean toMany = in.destination() >>> 28 == 14 || in.destination() == -1;
        boolean about =
                in.isIcmpError() || in.offset() > 0 || toMany || side.kind() == Side.Kind.ROUTER;
        if (about || out.length() > LONGEST || out.source() != routerAt(side)) {
            throw new Violation("error", in + " was answered by " + out);
        }
    }

    private static void checkReset(Datagram in, Datagram out) {
        int length = in.tcpData() + (in.has(Datagram.SYN) ? 1 : 0) + (in.has(Datagram.FIN) ? 1 : 0);
        boolean acks = in.has(Datagram.ACK);
        boolean right =
                acks
                        ? out.sequence() == in.acknowledgment()
                        : out.has(Datagram.ACK) && out.acknowledgment() == in.sequence() + length;
        if (in.has(Datagram.RST) || !right) {
            throw new Violation("reset", in + " was answered by " + out);
        }
    }

    /** A flow ends: its inside ends are reset, each in the name of the peer it has. */
    private void checkEndOfFlow(Emission emission) {
        Datagram out = emission.packet();
        boolean known = mayLive(out.to(), out.from()) || mayLive(out.from(), out.to());
        if (!known || !emission.side().isLan()) {
            throw new Violation("reset", "of no connection: " + emission);
        }
    }

    private boolean mayLive(End inside, End peer) {
        Ledger.Contact contact = ledger.contact(new Ledger.Key(Datagram.TCP, inside, peer));
        return contact != null && ledger.mayLive(contact);
    }

    /** A host of the house did not answer: its peer is told, in words that it knows. */
    private void checkUnreachable(Emission emission) {
        Datagram out = emission.packet();
        Datagram quoted = out.quoted();
        boolean theirs = quoted.source() == out.destination();
        boolean ours = out.source() == routerAt(emission.side());
        boolean named =
                emission.side().isUplink()
                        ? box.isOurs(quoted.destination())
                        : !Soundness.isPublic(quoted.destination())
                                || box.isOurs(quoted.destination());
        if (!theirs || !ours || !named || out.length() > LONGEST) {
            throw new Violation("error", "unreachable: " + emission);
        }
    }
}
