package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.FlowStatus;
import java.util.Set;

/**
 * Flows that had to make room for others. A connection whose flow went is excused; but a flood must
 * not end what others have open: an open flow goes only for one that opens when all are open, or
 * for a new one of the same host.
 */
final class Evictions {
    private static final Set<String> OPEN = Set.of("ESTABLISHED", "FIN_ORIGINAL", "FIN_REPLY");

    private final Box box;
    private final Calls calls;
    private long evicted;
    private boolean happened;

    Evictions(Box box, Calls calls) {
        this.box = box;
        this.calls = calls;
    }

    void restarted() {
        evicted = 0;
    }

    /** Returns whether any flow had to go since this was asked last. */
    boolean happened() {
        long before = evicted;
        evicted = box.status().flow().evicted();
        happened = evicted != before;
        return happened;
    }

    /** Looks at what a crossing has cost. */
    void judge(Crossing crossing, FlowAudit audit) {
        Datagram packet = crossing.packet();
        if (packet != null && crossing.drops().contains(DropReason.FLOW_TABLE_FULL)) {
            calls.refused(packet.from(), packet.to());
        }
        if (happened) {
            FlowStatus status = box.status().flow();
            audit.gone().forEach(flow -> gone(flow, crossing, status));
        }
    }

    private void gone(FlowAudit.Flow flow, Crossing crossing, FlowStatus status) {
        Datagram packet = crossing.packet();
        int inside = flow.key().inside().address();
        boolean sameHost = packet != null && packet.source() == inside;
        boolean fair =
                !OPEN.contains(flow.state())
                        || !flow.answered()
                        || inside == box.address()
                        || sameHost
                        || status.settled() >= status.capacity();
        if (!fair) {
            throw new Violation("fairness", flow + " had to go for " + crossing);
        }
        calls.evicted(flow.key());
    }
}
