package bauta.sim;

import bauta.engine.DropReason;
import bauta.forward.ForwardMode;
import java.util.Set;

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

    Rights(Box box, House house, Ledger ledger, Books books) {
        this.box = box;
        this.house = house;
        this.ledger = ledger;
        this.books = books;
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
        if (packet.isIcmpError() || !box.isUp() || packet.destination() != box.address()) {
            return;
        }
        boolean led = house.invites(packet.protocol(), packet.to().port(), packet.source());
        boolean full =
                crossing.drops().contains(DropReason.NEIGHBOUR_QUEUE_FULL)
                        || crossing.drops().contains(DropReason.NAT_KEY_TAKEN);
        if (led && forwards() && mayBegin(packet) && packet.ttl() > 1 && !books.isFull() && !full) {
            boolean again = packet.protocol() == Datagram.TCP && isTracked(crossing);
            if (!again) {
                throw new Violation("visitor lost", crossing.toString());
            }
        }
        Ledger.Mapping mapping = ledger.behind(packet.protocol(), packet.to());
        Ledger.Key key =
                mapping == null
                        ? null
                        : new Ledger.Key(packet.protocol(), mapping.inside, packet.from());
        Ledger.Contact contact = key == null ? null : ledger.contact(key);
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
        if (packet.destination() == box.address() || packet.source() == packet.destination()) {
            return;
        }
        boolean forbidden =
                house.keeps(side, packet.protocol(), packet.to().port())
                        || crossing.drops().contains(DropReason.FIREWALL_RATE_LIMIT);
        if (mayBegin(packet) && !forbidden && !books.isFull()) {
            throw new Violation("request lost", crossing.toString());
        }
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
