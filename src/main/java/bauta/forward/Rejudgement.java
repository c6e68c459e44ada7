package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.nat.ForwardTarget;
import java.util.List;

/**
 * Judges running flows again by rules that have changed: as if the first packet of each came now. A
 * flow that would not begin any more, or not in the same way, has to end; the others are counted
 * for the rule that lets them pass now.
 */
final class Rejudgement {
    private final PathState state;
    private final FirstPacket firstPacket;
    private final FlowOpening opening;
    private final SyntheticPacket synthetic;
    private final Packet packet;
    private final Decision decision = new Decision();

    Rejudgement(PathState state, FirstPacket firstPacket) {
        this.state = state;
        this.firstPacket = firstPacket;
        this.opening = firstPacket.opening();
        this.synthetic = new SyntheticPacket(state.buf);
        this.packet = new Packet(state.buf);
    }

    /**
     * Returns whether a flow has to end. One whose uplink is down waits: it is judged when that
     * comes back.
     *
     * @param flow a flow that exists
     * @param frame a free frame, to write its first packet into
     */
    boolean ends(int flow, int frame) {
        int original = flow << 1;
        int reply = original | 1;
        long ports = state.flows.ports(original);
        int from = FiveTuple.side(ports);
        int to = FiveTuple.side(state.flows.ports(reply));
        if (from == FiveTuple.SIDE_ROUTER || !state.isUp(from) || !state.isUp(to)) {
            return false;
        }
        int length =
                synthetic.write(
                        frame, state.flows.addresses(original), ports, state.flows.tos(flow));
        DropReason bad = packet.read(frame, frame + length, from);
        assert bad == DropReason.NONE : "a flow of a packet that cannot be";
        firstPacket.decide(packet, decision, false);
        if (decision.reason == DropReason.FIREWALL_RATE_LIMIT) {
            return false;
        }
        if (decision.act != Decision.Act.OPEN || decision.side != to || isOther(flow)) {
            return true;
        }
        state.flows.slots(flow, opening.policySlot(decision), opening.ruleSlot(decision));
        return false;
    }

    /** Returns whether it would be translated in another way. */
    private boolean isOther(int flow) {
        long answer = state.flows.addresses(flow << 1 | 1);
        int source = FiveTuple.destination(answer);
        boolean masked = source != packet.source();
        boolean otherSource =
                switch (decision.source) {
                    case KEEP -> masked;
                    case MAP ->
                            !masked
                                    || decision.sourceAddress != 0
                                            && decision.sourceAddress != source;
                    case FIXED -> decision.sourceAddress != source;
                };
        return otherSource || isOtherTarget(FiveTuple.source(answer));
    }

    private boolean isOtherTarget(int host) {
        if (decision.forward == Decision.NONE) {
            return decision.destinationAddress != host;
        }
        List<ForwardTarget> targets = state.rules.forwards().rule(decision.forward).targets();
        return targets.isEmpty()
                ? decision.destinationAddress != host
                : targets.stream().noneMatch(target -> target.address().bits() == host);
    }
}
