package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.forward.policy.Policies;
import bauta.nat.ForwardMatch;
import bauta.nat.PortForwards;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Judges running flows again by rules that have changed: as if the first packet of each came now,
 * except that neither turns nor rates nor limits of targets matter to what runs already. A flow
 * that would not begin any more, or not in the same way, has to end; the others are counted for the
 * rule that lets them pass now.
 */
final class Rejudgement {
    private static final int FRAME_BYTES = 128;

    private final PathState state;
    private final FirstPacket firstPacket;
    private final FlowOpening opening;
    private final FirewallStage stage;
    private final ByteBuf frame = Unpooled.wrappedBuffer(new byte[FRAME_BYTES]);
    private final SyntheticPacket synthetic = new SyntheticPacket(frame);
    private final Packet packet = new Packet(frame);
    private final Decision decision = new Decision();

    Rejudgement(PathState state, FirstPacket firstPacket) {
        this.state = state;
        this.firstPacket = firstPacket;
        this.opening = firstPacket.opening();
        this.stage = new FirewallStage(state);
    }

    /**
     * Returns whether a flow has to end. One whose uplink is down waits: it is judged when that
     * comes back.
     *
     * @param flow a flow that exists
     */
    boolean ends(int flow) {
        int original = flow << 1;
        long ports = state.flows.ports(original);
        int from = FiveTuple.side(ports);
        int to = FiveTuple.side(state.flows.ports(original | 1));
        boolean own = from == FiveTuple.SIDE_ROUTER;
        if (own || state.algs.isRelated(flow) || !state.isUp(from) || !state.isUp(to)) {
            return false;
        }
        int length =
                synthetic.write(0, state.flows.addresses(original), ports, state.flows.tos(flow));
        DropReason bad = packet.read(0, length, from);
        assert bad == DropReason.NONE : "a flow of a packet that cannot be";
        boolean led =
                state.flows.target(flow) >= 0 || state.flows.peerMapping(flow) != FlowTable.NONE;
        if (led ? !mayGoOn(flow, to) : !wouldBegin(flow, to)) {
            return true;
        }
        state.flows.slots(flow, opening.policySlot(decision), opening.ruleSlot(decision));
        return false;
    }

    private boolean wouldBegin(int flow, int to) {
        firstPacket.decide(packet, decision, Asking.TO_GO_ON);
        return decision.act == Decision.Act.OPEN && decision.side == to && !isOther(flow);
    }

    /** Returns whether it would be translated in another way. */
    private boolean isOther(int flow) {
        long answer = state.flows.addresses(flow << 1 | 1);
        int source = FiveTuple.destination(answer);
        boolean otherSource =
                switch (decision.source) {
                    case KEEP -> source != packet.source();
                    case MAP -> mappedTo() != source;
                    case FIXED -> decision.sourceAddress != source;
                };
        return otherSource || decision.destinationAddress != FiveTuple.source(answer);
    }

    /** An address that is left open is the uplink's own. */
    private int mappedTo() {
        return decision.sourceAddress == 0
                ? decision.uplinkOrThrow().address
                : decision.sourceAddress;
    }

    /** A flow that a forward or a mapping has led to its host: both still may, and the firewall. */
    private boolean mayGoOn(int flow, int to) {
        Lan lan = state.lanOf(to);
        if (lan == null || state.rules.mode() == ForwardMode.OFF) {
            return false;
        }
        int host = FiveTuple.source(state.flows.addresses(flow << 1 | 1));
        int port = FiveTuple.sourcePort(state.flows.ports(flow << 1 | 1));
        boolean mapped = state.flows.target(flow) < 0;
        if (isOfAPair(flow) || mapped && isClaimed(host, port)) {
            return false;
        }
        decision.begin(packet);
        if (!mapped && !isOffered(flow, host, port)) {
            return false;
        }
        stage.read(packet);
        stage.toLan(lan, host, port);
        return stage.passes(decision, Asking.TO_GO_ON, state.flows.fromOutside(flow));
    }

    /** Returns whether its external address belongs to one host now: that gets all there is. */
    private boolean isOfAPair(int flow) {
        int pair =
                state.rules.policies().oneToOneTo(state.flows.uplink(flow), packet.destination());
        return pair != Policies.NONE;
    }

    /**
     * Returns whether what a mapping has led to a host would go elsewhere now, because a forward
     * has taken its port. Whom the mapping's host has spoken to does not matter any more.
     */
    private boolean isClaimed(int host, int port) {
        firstPacket.decide(packet, decision, Asking.TO_GO_ON);
        boolean elsewhere =
                decision.act == Decision.Act.OPEN
                        && (decision.destinationAddress != host
                                || decision.destinationPort != port);
        return elsewhere
                || decision.reason == DropReason.FORWARD_SOURCE_REFUSED
                || decision.reason == DropReason.FORWARD_NO_TARGET;
    }

    /** Returns whether some forward leads to that host and port, and keeps it in the decision. */
    private boolean isOffered(int flow, int host, int port) {
        PortForwards forwards = state.rules.forwards();
        for (int i = 0; i < forwards.size(); i++) {
            boolean fits = fits(forwards.rule(i).match(), flow);
            if (fits && forwards.offers(i, host, port, packet.destinationPort())) {
                decision.forward = i;
                return true;
            }
        }
        return false;
    }

    private boolean fits(ForwardMatch match, int flow) {
        boolean protocol =
                match.protocols().isEmpty() || match.protocols().contains(packet.protocol);
        boolean uplink =
                match.uplinks().isEmpty() || match.uplinks().contains(state.flows.uplink(flow));
        boolean address =
                match.externalAddresses().isEmpty()
                        || match.externalAddresses().contains(packet.destination());
        return protocol
                && uplink
                && address
                && match.ports().contains(packet.destinationPort())
                && takesSource(match);
    }

    private boolean takesSource(ForwardMatch match) {
        return !FiveTuple.isUplink(packet.side)
                || match.sources().isEmpty()
                || match.sources().stream()
                        .anyMatch(prefix -> prefix.contains(new Ipv4Address(packet.source())));
    }
}
