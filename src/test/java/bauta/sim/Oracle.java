package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.FlowSettings;
import bauta.forward.ForwardMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges everything that happens at the skin of the router. Knows the RFCs and what it has seen,
 * nothing of the router's insides.
 */
final class Oracle {
    private static final long PIECES_LIVE = 17 * VirtualTime.SECOND;
    private static final Set<DropReason> LATE =
            Set.of(DropReason.NEIGHBOUR_QUEUE_FULL, DropReason.IPV4_TOO_BIG);

    private final Box box;
    private final House house;
    private final VirtualTime time;
    private final Ledger ledger;
    private final Books books;
    private final Soundness soundness;
    private final Answers answers;
    private final Rights rights;
    private final FlowAudit audit;
    private final Ghosts ghosts;
    private final Scarcity scarcity;
    private final Naming naming;
    private final Evictions evictions;
    private final List<Datagram> waiting = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<PieceKey, PieceWay> ways = new HashMap<>();
    private List<Emission> lastOut = List.of();
    private boolean honest = true;

    private record Piece(Side side, Datagram packet, long until) {}

    private record PieceKey(Side side, int source, int destination, int rest) {
        static PieceKey of(Side side, Datagram packet) {
            int rest = packet.protocol() << 16 | packet.identification();
            return new PieceKey(side, packet.source(), packet.destination(), rest);
        }
    }

    private record PieceWay(Datagram first, FlowAudit.Passage passage, long until) {
        boolean fits(Datagram out) {
            return first.source() == out.source()
                    && first.destination() == out.destination()
                    && first.identification() == out.identification();
        }
    }

    Oracle(Box box, House house, VirtualTime time, FlowSettings timers, Calls calls) {
        this.house = house;
        this.box = box;
        this.time = time;
        this.ledger = new Ledger(time, timers);
        this.books = new Books(box);
        this.soundness = new Soundness(box);
        this.answers = new Answers(box, ledger);
        this.ghosts = new Ghosts(time);
        this.scarcity = new Scarcity(box);
        this.naming = new Naming(box, house, ledger, ghosts, scarcity);
        this.rights = new Rights(box, house, ledger, books, ghosts);
        this.audit = new FlowAudit(box);
        this.evictions = new Evictions(box, calls);
    }

    FlowAudit audit() {
        return audit;
    }

    /** What comes next is sent by an enemy: it need not arrive. */
    void enemy(Runnable what) {
        honest = false;
        what.run();
        honest = true;
    }

    /** The router was started anew, or has another address. */
    void everythingIsOver() {
        ledger.clear();
        pieces.clear();
        ways.clear();
    }

    /** Other rules: conversations that they forbid are over, unless they wait for the uplink. */
    void rulesChanged() {
        if (box.isUp()) {
            ledger.remove(this::isForbidden, this::mayBeOver);
        } else {
            ledger.nothingIsSure();
        }
    }

    private boolean isForbidden(Ledger.Contact contact) {
        Ledger.Key key = contact.key;
        int inside = key.inside().address();
        if (inside == box.address()) {
            return false;
        }
        Side side = Soundness.sideOf(inside);
        boolean kept = !contact.fromOutside && house.keeps(side, key.protocol(), key.peer().port());
        boolean led =
                house.doors()
                        .keeps(
                                key.protocol(),
                                contact.external,
                                key.inside(),
                                key.peer().address());
        boolean renamed =
                !contact.fromOutside
                        && !contact.byOthers
                        && !box.isOurs(key.peer().address())
                        && Ledger.isMapped(key.protocol())
                        && contact.external.address() != house.nameOf(key, box.address());
        boolean shut =
                contact.fromOutside
                        && contact.byOthers
                        && (!led || house.refuses(key.peer().address()));
        return !forwards() || kept || shut || renamed;
    }

    /** What came in, or goes by our own address, hangs on rules that may be others now. */
    private boolean mayBeOver(Ledger.Contact contact) {
        return contact.fromOutside || contact.byOthers || box.isOurs(contact.key.peer().address());
    }

    private boolean forwards() {
        return house.choice().mode() != ForwardMode.OFF;
    }

    void restarted() {
        everythingIsOver();
        waiting.clear();
        books.restarted();
        audit.restarted();
        evictions.restarted();
    }

    /** What came out last. */
    List<Emission> lastOut() {
        return lastOut;
    }

    void judge(Crossing crossing) {
        lastOut = crossing.out();
        books.balance(crossing);
        if (evictions.happened()) {
            ledger.nothingIsSure();
        }
        forgetOldPieces();
        boolean forwarded = false;
        audit.begin(crossing);
        mayPull(crossing);
        if (house.choice().has(Choice.Part.FEW_PORTS)) {
            scarcity.judge(crossing);
        }
        for (Emission emission : crossing.out()) {
            soundness.check(emission);
            forwarded |= isTheInput(crossing, emission);
        }
        long waits =
                crossing.out().stream()
                        .filter(emission -> emission.kind() == Emission.Kind.WAITS)
                        .count();
        boolean held = !forwarded && crossing.held() > waits;
        if (crossing.side() != null) {
            oneFate(crossing, forwarded, held);
        }
        if (held && crossing.side() != null && crossing.packet() != null) {
            pieces.add(new Piece(crossing.side(), crossing.packet(), time.nanos() + PIECES_LIVE));
        }
        audit.end();
        evictions.judge(crossing, audit);
    }

    private void mayPull(Crossing crossing) {
        Datagram packet = crossing.packet();
        if (crossing.side() != null
                && crossing.side().isLan()
                && packet != null
                && packet.hasTransport()
                && isPull(packet)) {
            house.doors().mayPull(packet.source());
        }
    }

    private void forgetOldPieces() {
        pieces.removeIf(piece -> piece.until < time.nanos());
        ways.values().removeIf(way -> way.until < time.nanos());
        ghosts.forgetOld();
    }

    /** A frame that came in is forwarded, held or dropped, and only one of these. */
    private void oneFate(Crossing crossing, boolean forwarded, boolean held) {
        Datagram packet = crossing.packet();
        int drops = crossing.drops().size();
        boolean answerLost =
                crossing.drops().contains(DropReason.ICMP_RATE_LIMITED)
                        || crossing.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL);
        if (drops == 2 && answerLost) {
            drops--;
        }
        boolean piece = packet != null && packet.isPiece();
        if (!piece && drops + (forwarded ? 1 : 0) + (held ? 1 : 0) != 1) {
            boolean partly =
                    forwarded && crossing.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL);
            if (!partly) {
                throw new Violation("one fate", crossing.toString());
            }
        }
        if (packet == null && (forwarded || held)) {
            throw new Violation("noise", "no packet, yet it passed: " + crossing);
        }
        if (packet != null && !forwarded && !held) {
            if (crossing.drops().stream().anyMatch(LATE::contains)) {
                ghosts.add(packet, ledger.longest(packet.protocol()));
            }
            rights.hadToEnd(crossing, packet, honest);
        }
    }

    // What comes out

    private boolean isTheInput(Crossing crossing, Emission emission) {
        if (emission.kind() == Emission.Kind.WAITED) {
            hasWaited(emission);
            return false;
        }
        if (emission.kind() == Emission.Kind.WAITS) {
            waiting.add(emission.packet());
        }
        Side side = crossing.side();
        Datagram packet = crossing.packet();
        if (side != null && packet != null && passes(side, packet, emission)) {
            return true;
        }
        if (isPieceThatWaited(emission)) {
            return false;
        }
        if (!ghosts.isReset(emission.packet())) {
            answers.check(crossing, emission);
        }
        return false;
    }

    private void hasWaited(Emission emission) {
        byte[] bytes = emission.packet().bytes();
        int place = 0;
        while (place < waiting.size() && !Arrays.equals(waiting.get(place).bytes(), bytes)) {
            place++;
        }
        if (place == waiting.size()) {
            throw new Violation("waiting", "not as it waited: " + emission);
        }
        waiting.remove(place);
    }

    private boolean isPieceThatWaited(Emission emission) {
        Iterator<Piece> all = pieces.iterator();
        while (all.hasNext()) {
            Piece piece = all.next();
            boolean candidate = isOnTheWayOf(piece, emission);
            if (candidate && passes(piece.side, piece.packet, emission)) {
                boolean last = !emission.packet().more() || piece.packet.more();
                if (last
                        && emission.packet().offset() + emission.packet().dataLength()
                                == piece.packet.offset() + piece.packet.dataLength()) {
                    all.remove();
                }
                return true;
            }
        }
        return false;
    }

    private boolean isOnTheWayOf(Piece piece, Emission emission) {
        PieceWay way = ways.get(PieceKey.of(piece.side, piece.packet));
        return way != null && way.fits(emission.packet());
    }

    /** Whether an emission is this packet forwarded; if so, it must be allowed. */
    private boolean passes(Side from, Datagram in, Emission emission) {
        Datagram out = emission.packet();
        boolean own = from.kind() == Side.Kind.ROUTER || emission.side().kind() == Side.Kind.ROUTER;
        if (answers.isAnswerTo(from, in, emission)) {
            return false;
        }
        String difference = Translation.difference(in, out, own ? 0 : 1);
        boolean back = from.equals(emission.side()) && !isHairpin(from, in);
        if (difference.equals("not a part of it") || back) {
            return false;
        }
        if (!difference.isEmpty()) {
            throw new Violation("unchanged", difference + ": " + in + " => " + emission);
        }
        if (out.offset() > 0) {
            laterPiece(from, in, emission);
        } else {
            whole(from, in, emission);
            FlowAudit.Passage passage = new FlowAudit.Passage(in, out);
            if (in.isPiece() || out.isPiece()) {
                ways.put(
                        PieceKey.of(from, in),
                        new PieceWay(out, passage, time.nanos() + PIECES_LIVE));
            }
            audit.passed(passage, in);
        }
        return true;
    }

    private void laterPiece(Side from, Datagram in, Emission emission) {
        PieceWay way = ways.get(PieceKey.of(from, in));
        Datagram out = emission.packet();
        if (way == null || !way.fits(out)) {
            throw new Violation("pieces", "not as its first piece: " + in + " => " + emission);
        }
        if (out.offset() == in.offset()) {
            audit.passed(way.passage, in);
        }
    }

    private boolean isHairpin(Side from, Datagram in) {
        return from.isLan() && box.isOurs(in.destination());
    }

    private void whole(Side from, Datagram in, Emission emission) {
        Datagram out = emission.packet();
        boolean sameId = out.identification() == in.identification();
        boolean mayDiffer = out.isPiece() && emission.side().isUplink();
        if (!sameId && !mayDiffer) {
            throw new Violation("unchanged", "identification: " + in + " => " + emission);
        }
        if (emission.side().isUplink()) {
            leaves(from, in, out);
        } else if (from.isUplink()) {
            enters(in, emission);
        } else {
            between(from, in, emission);
        }
    }

    /** From the inside to the outside. */
    private void leaves(Side from, Datagram in, Datagram out) {
        if (in.destination() != out.destination() || !belongs(from, in.source())) {
            throw new Violation("leaves", in + " => " + out);
        }
        if (!forwards() && from.isLan()) {
            throw new Violation("leaves", "forwarding is off: " + in);
        }
        if (in.isIcmpError()) {
            quoteLeaves(in, out);
            return;
        }
        if (!in.to().equals(out.to())) {
            throw new Violation("leaves", "to another port: " + in + " => " + out);
        }
        Ledger.Key key = new Ledger.Key(in.protocol(), in.from(), in.to());
        Ledger.Contact contact = ledger.contact(key);
        boolean begins = contact == null || !ledger.mayLive(contact);
        if (begins && house.keeps(from, in.protocol(), in.to().port())) {
            throw new Violation("rules", "forbidden, yet it leaves: " + in);
        }
        pulls(from, in, contact);
        naming.speaks(key, out.from());
        ledger.heard(key, in);
    }

    /** A new flow to a certain port may open a trigger. */
    private void pulls(Side from, Datagram in, Ledger.@Nullable Contact contact) {
        if (!from.isLan() || !isPull(in)) {
            return;
        }
        if (contact == null || !ledger.mayLive(contact)) {
            house.doors().pulls(in.source());
        }
    }

    private static boolean isPull(Datagram in) {
        return in.protocol() == Datagram.UDP
                && in.offset() == 0
                && in.to().port() == Trigger.OPENED_BY;
    }

    private void quoteLeaves(Datagram in, Datagram out) {
        Datagram before = in.quoted();
        Datagram after = out.quoted();
        Ledger.Key key = quotedKey(before, before.to(), before.from());
        Ledger.Contact contact = ledger.contact(key);
        if (contact == null || !ledger.mayLive(contact)) {
            throw new Violation("error leaves", "about no contact: " + in);
        }
        boolean right = after.from().equals(before.from()) && after.to().equals(contact.external);
        if (!right) {
            throw new Violation("error leaves", in + " => " + out);
        }
    }

    /** The contact of a quoted packet; echo replies quote the identifier at the other end. */
    private static Ledger.Key quotedKey(Datagram quoted, End inside, End peer) {
        return new Ledger.Key(quoted.protocol(), inside, peer);
    }

    /** From the outside to the inside. */
    private void enters(Datagram in, Emission emission) {
        Datagram out = emission.packet();
        if (in.source() != out.source() || !box.isOurs(in.destination())) {
            throw new Violation("enters", in + " => " + emission);
        }
        if (in.isIcmpError()) {
            quoteEnters(in, emission);
            return;
        }
        Ledger.Key key = new Ledger.Key(in.protocol(), out.to(), in.from());
        Ledger.Contact contact = ledger.contact(key);
        if (contact == null
                || !ledger.mayLive(contact)
                || !contact.external.equals(in.to())
                || !in.from().equals(out.from())) {
            invited(in, emission);
            contact = ledger.begun(key, in.to());
            contact.fromOutside = true;
        }
        ledger.in(contact);
        ledger.heard(key, in);
    }

    /** The outside begins: by a mapping whose owner has spoken to this address (RFC 4787 REQ-8). */
    private void invited(Datagram in, Emission emission) {
        Datagram out = emission.packet();
        Ledger.Mapping mapping = ledger.behind(in.protocol(), in.to());
        boolean opens =
                in.protocol() == Datagram.UDP
                        || in.protocol() == Datagram.TCP
                                && (in.flags() & (Datagram.SYN | Datagram.ACK)) == Datagram.SYN;
        int protocol = in.protocol();
        boolean mapped =
                mapping != null
                        && mapping.inside.equals(out.to())
                        && (house.choice().has(Choice.Part.OPEN)
                                || ledger.hasSpoken(protocol, out.to(), in.source()));
        boolean led = house.doors().leads(protocol, in.to(), out.to(), in.source());
        boolean right =
                (opens && (mapped || led) || led && mayBeginExposed(in))
                        && emission.side().isLan()
                        && in.from().equals(out.from())
                        && !house.refuses(in.source());
        if (!ghosts.isFollowed(in, out, house.choice().has(Choice.Part.OPEN))
                && (!right || !forwards())) {
            throw new Violation("enters", "never asked for: " + in + " => " + emission);
        }
    }

    /** An exposed host gets every protocol, and is asked for echoes. */
    private static boolean mayBeginExposed(Datagram in) {
        boolean echo = in.isEcho() && in.icmpType() == 8;
        return echo || in.protocol() != Datagram.TCP && in.protocol() != Datagram.ICMP;
    }

    private void quoteEnters(Datagram in, Emission emission) {
        Datagram before = in.quoted();
        Datagram after = emission.packet().quoted();
        Ledger.Key key = quotedKey(after, after.from(), after.to());
        Ledger.Contact contact = ledger.contact(key);
        if (contact == null || !ledger.mayLive(contact)) {
            throw new Violation("error enters", "about no contact: " + in + " => " + emission);
        }
        boolean right =
                before.from().equals(contact.external)
                        && isSamePeer(before, after)
                        && emission.packet().destination() == after.source();
        if (!right) {
            throw new Violation("error enters", in + " => " + emission);
        }
    }

    /** The peer in a quote is the same, or one behind our own address. */
    private boolean isSamePeer(Datagram before, Datagram after) {
        Ledger.Contact back = ledger.contact(quotedKey(before, before.to(), before.from()));
        return before.to().equals(after.to()) || back != null && back.external.equals(after.to());
    }

    /** From one network of the house to another: not from visitors, not to them. */
    private void between(Side from, Datagram in, Emission emission) {
        Datagram out = emission.packet();
        boolean hairpin = isHairpin(from, in);
        boolean plain = in.source() == out.source() && in.destination() == out.destination();
        boolean house = zone(from) == zone(emission.side()) && zone(from) == 1;
        boolean known = in.isIcmpError() || isReply(in, out);
        if (!plain && !hairpin || !belongs(from, in.source()) || !forwards() || !house && !known) {
            throw new Violation("between", from + " <- " + in + " => " + emission);
        }
        if (in.isIcmpError()) {
            quoteEnters(in, emission);
        } else if (hairpin) {
            hairpin(in, emission);
        } else {
            ledger.begun(new Ledger.Key(in.protocol(), in.from(), in.to()), in.from());
        }
    }

    private static int zone(Side side) {
        return side.isLan() ? side.number() == Box.GUESTS ? 2 : 1 : 0;
    }

    /** Whether one host answers what another has sent it. */
    private boolean isReply(Datagram in, Datagram out) {
        Ledger.Contact asked = ledger.contact(new Ledger.Key(in.protocol(), out.to(), out.from()));
        return asked != null && ledger.mayLive(asked) && asked.external.equals(in.to());
    }

    /** By our own address from host to host: both have to see the other's name outside. */
    private void hairpin(Datagram in, Emission emission) {
        Datagram out = emission.packet();
        Ledger.Key key = new Ledger.Key(in.protocol(), in.from(), in.to());
        Ledger.Key back = new Ledger.Key(in.protocol(), out.to(), out.from());
        if (isReply(in, out)) {
            ledger.begun(back, in.to());
            ledger.begun(key, out.from());
            return;
        }
        Ledger.Mapping owner = ledger.behind(in.protocol(), in.to());
        boolean led = house.doors().leads(in.protocol(), in.to(), out.to(), in.source());
        if (!led && (owner == null || !owner.inside.equals(out.to()))) {
            throw new Violation("hairpin", "to nobody's port: " + in + " => " + emission);
        }
        naming.speaks(key, out.from());
        ledger.begun(back, in.to());
        ledger.heard(key, in);
    }

    private boolean belongs(Side side, int address) {
        return side.kind() == Side.Kind.ROUTER
                ? address == box.address()
                : Soundness.isHostOf(side.number(), address);
    }

    /** Everything has ended long ago: nothing may be left. */
    void nothingIsLeft() {
        books.nothingIsLeft();
    }
}
