package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.nat.ForwardQuestion;
import bauta.nat.Mappings;
import bauta.nat.PortForwards;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;

/** Who stands behind an external address and port: a forward's target, or the host of a mapping. */
final class Targets {
    private final PathState state;
    private final ForwardQuestion question = new ForwardQuestion();

    Targets(PathState state) {
        this.state = state;
    }

    /** Returns whether a packet to an external address can be the first of a flow. */
    static boolean canBegin(Packet packet) {
        return switch (packet.kind()) {
            case Ipv4Header.PROTOCOL_TCP ->
                    (packet.tcpFlags() & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
            case FiveTuple.KIND_ECHO_REPLY, Packet.KIND_ICMP_OTHER -> false;
            default -> true;
        };
    }

    /**
     * Looks for a forward, and makes its target the destination.
     *
     * @param packet to one of our external addresses
     * @param uplink whose address that is
     * @param decision takes the target; or the end, when a forward refuses the sender or has no
     *     target
     * @param asking what the answer is for
     * @return whether there is one that takes the packet
     */
    boolean forward(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        ask(packet, uplink, decision);
        return take(state.rules.forwards().find(question), decision, asking);
    }

    /** The same for exposed hosts, which get what nothing else has claimed. */
    boolean exposed(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        ask(packet, uplink, decision);
        return take(state.rules.forwards().findExposed(question), decision, asking);
    }

    private void ask(Packet packet, Uplink uplink, Decision decision) {
        question.uplink = uplink.id;
        question.externalAddress = packet.destination();
        question.protocol = packet.protocol;
        question.port = hasPort(packet.protocol) ? packet.destinationPort() : 0;
        question.peerAddress = packet.source();
        question.mark = decision.mark;
        question.nowNanos = state.clock.nanos();
        question.hairpin = !FiveTuple.isUplink(packet.side);
    }

    private static boolean hasPort(int protocol) {
        return protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
    }

    private boolean take(int rule, Decision decision, Asking asking) {
        if (rule == PortForwards.NO_RULE) {
            if (question.refusal != DropReason.NONE) {
                decision.drop(question.refusal);
            }
            return false;
        }
        decision.forward = rule;
        DropReason bad = state.rules.forwards().pick(rule, question, asking == Asking.TO_ACT);
        if (bad != DropReason.NONE) {
            decision.drop(bad);
            return false;
        }
        decision.destinationAddress = question.targetAddress;
        boolean ported = hasPort(question.protocol);
        decision.destinationPort = ported ? question.targetPort : decision.destinationPort;
        decision.target = question.target;
        return true;
    }

    /**
     * Looks for a mapping, and makes its host the destination.
     *
     * @return whether there is one
     */
    boolean mapping(Packet packet, Uplink uplink, Decision decision) {
        int kind = packet.kind();
        if (kind != Ipv4Header.PROTOCOL_TCP && kind != Ipv4Header.PROTOCOL_UDP) {
            return false;
        }
        Mappings mappings = state.mappings;
        int mapping =
                mappings.findExternal(
                        uplink.id, packet.destination(), packet.protocol, packet.destinationPort());
        decision.peerMapping = mapping;
        if (mapping == Mappings.NONE) {
            return false;
        }
        decision.destinationAddress = mappings.internalAddress(mapping);
        decision.destinationPort = mappings.internalPort(mapping);
        return true;
    }
}
