package bauta.sim;

import bauta.engine.DropReason;
import bauta.nat.ExternalAddressStatus;
import bauta.nat.PortUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * External ports when there are few. They are short from three quarters of the budget on until less
 * than half is used again. Then TCP shares the ports of a band, and no host has more than its share
 * of the others: as the router says so before each event, it has to behave in it.
 */
final class Scarcity {
    /** Ports there are when they are few. */
    static final int FEW = 10;

    /** The first port that TCP shares. */
    private static final int BAND = 64_512;

    private final Box box;
    private List<ExternalAddressStatus> before = List.of();

    Scarcity(Box box) {
        this.box = box;
    }

    private static @Nullable PortUse find(
            List<ExternalAddressStatus> all, int protocol, int external) {
        for (ExternalAddressStatus one : all) {
            for (PortUse use : one.ports()) {
                if (one.address().bits() == external && use.protocol() == protocol) {
                    return use;
                }
            }
        }
        return null;
    }

    /** Whether a name may be one that several conversations share. */
    boolean isShared(int protocol, End external) {
        PortUse use = find(before, protocol, external.address());
        return protocol == Datagram.TCP
                && external.port() >= BAND
                && use != null
                && use.shortOfPorts();
    }

    /** Something happened: what the router says of its ports must be true, before and after. */
    void judge(Crossing crossing) {
        before = box.portsBefore();
        for (ExternalAddressStatus one : box.ports()) {
            one.ports().forEach(Scarcity::isTrue);
        }
        boolean refused =
                crossing.drops().contains(DropReason.NAT_HOST_BUDGET)
                        || crossing.drops().contains(DropReason.NAT_NO_PORT);
        if (refused && crossing.packet() != null) {
            hadToGoWithout(crossing, crossing.packet());
        }
    }

    private static void isTrue(PortUse use) {
        int counted = use.busiest().stream().mapToInt(PortUse.Host::ports).sum();
        boolean adds = use.busiest().size() == 8 || counted + use.sharedPorts() == use.used();
        boolean few = use.used() * 4 > use.total() * 3;
        boolean enough = use.used() * 2 < use.total();
        if (!adds || few && !use.shortOfPorts() || enough && use.shortOfPorts()) {
            throw new Violation("ports", use.toString());
        }
    }

    /** A host goes without only when ports are short and it has its share, or all are taken. */
    private void hadToGoWithout(Crossing crossing, Datagram packet) {
        boolean fair =
                before.stream()
                        .flatMap(one -> one.ports().stream())
                        .filter(use -> use.protocol() == packet.protocol())
                        .anyMatch(use -> isFair(use, packet, crossing));
        if (!fair) {
            throw new Violation("port refused", crossing + " with " + before);
        }
    }

    private static boolean isFair(PortUse use, Datagram packet, Crossing crossing) {
        if (!use.shortOfPorts() || use.protocol() == Datagram.TCP) {
            return false;
        }
        if (crossing.drops().contains(DropReason.NAT_NO_PORT)) {
            return use.used() >= use.total();
        }
        int has =
                use.busiest().stream()
                        .filter(host -> host.address().bits() == packet.source())
                        .mapToInt(PortUse.Host::ports)
                        .sum();
        int share = Math.max(1, use.total() / (use.busiest().size() + 1));
        return has >= share;
    }
}
