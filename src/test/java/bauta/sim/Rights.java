package bauta.sim;

import bauta.engine.DropReason;
import bauta.forward.ForwardMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has a right to pass: complains when such a packet ends. */
final class Rights {
    private static final Set<DropReason> TRACKING =
            Set.of(
                    DropReason.TCP_SYN_IN_FLOW,
                    DropReason.TCP_OUT_OF_WINDOW,
                    DropReason.TCP_RESET_OUT_OF_WINDOW);

    private final Box box;
    private final House house;
    private final Ledger ledger;
    private final Books books;
    private final Ghosts ghosts;

    Rights(Box box, House house, Ledger ledger, Books books, Ghosts ghosts) {
        this.box = box;
        this.house = house;
        this.ledger = ledger;
        this.books = books;
        this.ghosts = ghosts;
    }

    private boolean forwards() {
        return house.choice().mode() != ForwardMode.OFF;
    }

    private boolean belongs(Side side, int address) {
        return side.kind() == Side.Kind.ROUTER
                ? address == box.address()
                : Soundness.isHostOf(side.number(), address);
    }

    /** A packet ended: complains when it had a right to pass. */
    void hadToEnd(Crossing crossing, Datagram packet, boolean honest) {
        Side side = crossing.side();
        if (side == null || !honest || packet.isPiece() || packet.header() > 20) {
            return;
        }
        if (!packet.hasTransport() || !packet.sumIsRight()) {
            return;
        }
        if (side.isUplink()) {
            maybeWronglyRefused(crossing, packet);
        } else {
            maybeWronglyKept(crossing, side, packet);
        }
    }

    private void maybeWronglyRefused(Crossing crossing, Datagram packet) {
        if (packet.isIcmpError() || !box.isUp() || !box.isOurs(packet.destination())) {
            return;
        }
        boolean led = isInvited(crossing, packet);
        boolean full =
                crossing.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL)
                        || crossing.drops().contains(DropReason.NAT_KEY_TAKEN);
        if (led && forwards() && mayBegin(packet) && packet.ttl() > 1 && !books.isFull() && !full) {
            boolean again = packet.protocol() == Datagram.TCP && isTracked(crossing);
            if (!again) {
                throw new Violation("visitor lost", crossing.toString());
            }
        }
        End inside = inside(packet);
        Ledger.Contact contact =
                inside == null
                        ? null
                        : ledger.contact(new Ledger.Key(packet.protocol(), inside, packet.from()));
        if (contact != null && !contact.external.equals(packet.to())) {
            return;
        }
        boolean fits = packet.length() <= Box.SECOND_LAN_MTU || !packet.dontFragment();
        boolean request = packet.isEcho() && packet.icmpType() == 8;
        if (contact == null || !ledger.isSure(contact) || packet.ttl() < 2 || !fits || request) {
            return;
        }
        if (packet.protocol() == Datagram.TCP && isTracked(crossing, packet)) {
            return;
        }
        boolean asleep = crossing.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL);
        if (!asleep) {
            throw new Violation("reply lost", crossing.toString());
        }
    }

    private boolean isInvited(Crossing crossing, Datagram packet) {
        int protocol = packet.protocol();
        boolean filtered = crossing.drops().contains(DropReason.INBOUND_FILTERED);
        boolean mapped = ledger.mayBeTaken(protocol, packet.to()) || !ghosts.isEmpty();
        boolean exposed = house.doors().isExposed(protocol, packet.to()) && !(filtered && mapped);
        boolean led = house.doors().invites(protocol, packet.to(), packet.source());
        return (led || exposed) && !house.refuses(packet.source());
    }

    /** Whose an external port is, as far as is known. */
    private @Nullable End inside(Datagram packet) {
        boolean pair = house.choice().has(Choice.Part.NAMES);
        if (pair && packet.destination() == External.PAIR) {
            return new End(External.PAIRED, packet.to().port());
        }
        Ledger.Mapping mapping = ledger.behind(packet.protocol(), packet.to());
        return mapping == null ? null : mapping.inside;
    }

    /** TCP that window tracking may refuse; connections must live all the same. */
    private static boolean isTracked(Crossing crossing, Datagram packet) {
        return packet.has(Datagram.SYN) || packet.has(Datagram.RST) || isTracked(crossing);
    }

    private static boolean isTracked(Crossing crossing) {
        return crossing.drops().stream().anyMatch(TRACKING::contains);
    }

    private void maybeWronglyKept(Crossing crossing, Side side, Datagram packet) {
        boolean own = side.kind() == Side.Kind.ROUTER;
        boolean outside = Soundness.isPublic(packet.destination());
        boolean fits = packet.length() <= Box.UPLINK_MTU || !packet.dontFragment();
        if (!box.isUp() || !forwards() && !own || !outside || !fits) {
            return;
        }
        if (!own && packet.ttl() < 2 || !belongs(side, packet.source())) {
            return;
        }
        if (box.isOurs(packet.destination()) || packet.source() == packet.destination()) {
            return;
        }
        boolean forbidden =
                house.keeps(side, packet.protocol(), packet.to().port())
                        || crossing.drops().contains(DropReason.FIREWALL_RATE_LIMIT)
                        || crossing.drops().contains(DropReason.NAT_HOST_BUDGET)
                        || crossing.drops().contains(DropReason.NAT_NO_PORT)
                        || isTakenByAnother(crossing, packet);
        if (mayBegin(packet) && !forbidden && !books.isFull()) {
            throw new Violation("request lost", crossing.toString());
        }
    }

    /** Whether its mapping is kept, and somebody else has the answers of the peer to its port. */
    private boolean isTakenByAnother(Crossing crossing, Datagram packet) {
        Ledger.Key key = new Ledger.Key(packet.protocol(), packet.from(), packet.to());
        int external = house.nameOf(key, box.address());
        boolean kept =
                ledger.of(packet.protocol(), packet.from(), external) != null || !ghosts.isEmpty();
        return kept && crossing.drops().contains(DropReason.NAT_KEY_TAKEN);
    }

    private boolean mayBegin(Datagram packet) {
        return switch (packet.protocol()) {
            case Datagram.UDP -> true;
            case Datagram.ICMP -> packet.icmpType() == 8;
            case Datagram.TCP -> packet.flags() == Datagram.SYN;
            default -> false;
        };
    }
}
