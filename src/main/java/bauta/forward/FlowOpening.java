package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowDraft;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.forward.policy.Policies;
import bauta.nat.MappingDraft;
import bauta.nat.Mappings;
import bauta.nat.ReplyTaken;
import bauta.wire.Ipv4Header;
import bauta.wire.TransportKey;

/**
 * Opens the flow that has been decided on: takes its external port, writes both of its 5-tuples,
 * and lets forwards know. Reused scratch; router loop only.
 */
final class FlowOpening {
    private static final int PORT_DNS = 53;
    private static final int PORT_NTP = 123;

    private final PathState state;
    private final FlowDraft draft = new FlowDraft();
    private final MappingDraft endpoint = new MappingDraft();
    private final ReplyTaken replyTaken = this::isReplyTaken;
    private long askedAddresses;
    private long askedPorts;
    private int node;

    FlowOpening(PathState state) {
        this.state = state;
    }

    /** Returns the node of the flow opened last, in the direction of its first packet. */
    int node() {
        return node;
    }

    /**
     * Opens a flow.
     *
     * @param packet its first packet
     * @param decision what it is to be
     * @return {@code NONE}, or why it could not be; then nothing is left of it
     */
    DropReason open(Packet packet, Decision decision) {
        draft.clear();
        draft.peerMapping = decision.peerMapping;
        if (decision.source == Decision.Source.MAP) {
            ask(packet, decision);
            int mapping = state.mappings.map(endpoint, replyTaken);
            if (mapping == Mappings.NONE) {
                return state.mappings.refusal();
            }
            draft.mapping = mapping;
            decision.sourceAddress = endpoint.externalAddress;
            decision.sourcePort = state.mappings.externalPort(mapping);
        }
        hold();
        describe(packet, decision);
        DropReason bad = insert();
        if (bad == DropReason.NONE) {
            opened(packet, decision);
        } else {
            state.release(draft.mapping);
            state.release(draft.peerMapping);
        }
        return bad;
    }

    private void hold() {
        if (draft.mapping != Mappings.NONE) {
            state.mappings.hold(draft.mapping);
        }
        if (draft.peerMapping != Mappings.NONE) {
            state.mappings.hold(draft.peerMapping);
        }
    }

    private DropReason insert() {
        boolean same =
                draft.replyAddresses == draft.originalAddresses
                        && draft.replyPorts == draft.originalPorts;
        giveWay(draft.replyAddresses, draft.replyPorts);
        if (!same && isTaken(draft.replyAddresses, draft.replyPorts)) {
            return DropReason.NAT_KEY_TAKEN;
        }
        int flow = state.flows.insert(draft, state.clock.nanos());
        node = flow << 1;
        return flow == FlowTable.NONE ? DropReason.FLOW_TABLE_FULL : DropReason.NONE;
    }

    /** A connection that is over does not stand in the way of a new one. */
    private void giveWay(long addresses, long ports) {
        int node = state.flows.find(addresses, ports);
        if (node != FlowTable.NONE && FlowState.isOver(state.flows.state(node >>> 1))) {
            state.flows.remove(node >>> 1);
        }
    }

    private boolean isTaken(long addresses, long ports) {
        int node = state.flows.find(addresses, ports);
        return node != FlowTable.NONE && !FlowState.isOver(state.flows.state(node >>> 1));
    }

    /**
     * Says what {@link #open} would refuse with, and changes nothing: the decision ends with that.
     */
    void foresee(Packet packet, Decision decision) {
        DropReason bad = DropReason.NONE;
        if (decision.source == Decision.Source.MAP) {
            ask(packet, decision);
            bad = state.mappings.wouldRefuse(endpoint);
        } else {
            long ports = replyPorts(packet, decision);
            long addresses =
                    FiveTuple.addresses(decision.destinationAddress, decision.sourceAddress);
            bad = isTaken(addresses, ports) ? DropReason.NAT_KEY_TAKEN : DropReason.NONE;
        }
        if (bad == DropReason.NONE
                && state.flows.isFullFor(chargedTo(packet, decision), decision.fromOutside)) {
            bad = DropReason.FLOW_TABLE_FULL;
        }
        if (bad != DropReason.NONE) {
            refuse(packet, decision, bad);
        }
    }

    /** A host of the house is told that it gets no flow (RFC 5508 REQ-8); nobody outside is. */
    static void refuse(Packet packet, Decision decision, DropReason reason) {
        if (decision.fromOutside || packet.side == FiveTuple.SIDE_ROUTER) {
            decision.drop(reason);
        } else {
            decision.answer(reason, Errors.PROHIBITED);
        }
    }

    private void ask(Packet packet, Decision decision) {
        endpoint.uplink = decision.uplinkOrThrow().id;
        endpoint.externalAddress = decision.sourceAddress;
        endpoint.protocol = packet.protocol;
        endpoint.address = packet.source();
        endpoint.port = packet.sourcePort();
        askedAddresses = FiveTuple.addresses(decision.destinationAddress, 0);
        decision.sourcePort = 0;
        askedPorts = replyPorts(packet, decision);
    }

    /** Whether the flow at hand could not have an external port, because its answers are taken. */
    private boolean isReplyTaken(int externalPort) {
        long addresses = askedAddresses | endpoint.externalAddress & 0xffff_ffffL;
        return isTaken(addresses, askedPorts | externalPort);
    }

    private void describe(Packet packet, Decision decision) {
        int kind = packet.kind();
        draft.originalAddresses = packet.addresses;
        draft.originalPorts = packet.ports;
        draft.replyAddresses =
                FiveTuple.addresses(decision.destinationAddress, decision.sourceAddress);
        draft.replyPorts = replyPorts(packet, decision);
        draft.uplink = decision.uplink == null ? FlowTable.NONE : decision.uplink.id;
        draft.mark = decision.mark;
        draft.tos = Ipv4Header.typeOfService(packet.buf, packet.at);
        draft.policySlot = policySlot(decision);
        draft.ruleSlot = ruleSlot(decision);
        draft.target = decision.target;
        draft.fromOutside = decision.fromOutside;
        draft.pickedUp = decision.pickedUp;
        draft.spoken = draft.mapping != Mappings.NONE && !decision.fromOutside;
        draft.host = chargedTo(packet, decision);
        draft.state = firstState(kind, decision);
    }

    /** Returns the inside host that a flow is charged to; 0 is the router itself. */
    static int chargedTo(Packet packet, Decision decision) {
        if (!decision.fromOutside) {
            return packet.side == FiveTuple.SIDE_ROUTER ? 0 : packet.source();
        }
        return decision.side == FiveTuple.SIDE_ROUTER ? 0 : decision.destinationAddress;
    }

    /** What an answer looks like when it comes in. */
    private static long replyPorts(Packet packet, Decision decision) {
        int kind = packet.kind();
        if (FiveTuple.hasPorts(kind)) {
            long sent =
                    FiveTuple.ports(
                            decision.side, kind, decision.sourcePort, decision.destinationPort);
            return FiveTuple.answered(sent, decision.side);
        }
        boolean awaited = TransportKey.isLearnt(kind, (int) packet.ports);
        return awaited
                ? FiveTuple.keyed(decision.side, kind | FiveTuple.KIND_AWAITED, TransportKey.NONE)
                : FiveTuple.answered(packet.ports, decision.side);
    }

    private static int firstState(int kind, Decision decision) {
        int port = decision.destinationPort;
        return switch (kind) {
            case Ipv4Header.PROTOCOL_TCP ->
                    decision.pickedUp ? FlowState.ESTABLISHED : FlowState.SYN_SENT;
            case Ipv4Header.PROTOCOL_UDP ->
                    !decision.fromOutside && (port == PORT_DNS || port == PORT_NTP)
                            ? FlowState.UDP_SHORT
                            : FlowState.UDP;
            case FiveTuple.KIND_ECHO_REQUEST -> FlowState.ICMP;
            default -> FlowState.OTHER;
        };
    }

    private void opened(Packet packet, Decision decision) {
        state.countFlow(draft.uplink, 1);
        if (decision.fromOutside && draft.peerMapping != Mappings.NONE) {
            state.explicit.began(draft.peerMapping);
        }
        if (decision.target != Decision.NONE) {
            state.rules.forwards().began(decision.target);
            if (FlowState.isActive(draft.state)) {
                state.rules.forwards().activeChanged(decision.target, 1);
            }
        }
        if (!decision.fromOutside && packet.side != FiveTuple.SIDE_ROUTER) {
            int port = FiveTuple.hasPorts(packet.protocol) ? packet.destinationPort() : 0;
            state.rules
                    .forwards()
                    .outbound(packet.protocol, port, packet.source(), state.clock.nanos());
        }
    }

    /**
     * Finds the flow that a packet with a key nobody knows yet is the first answer of, and gives it
     * that key: ESP and GRE, where each end chooses the key of what it receives.
     *
     * @return the node, or {@link FlowTable#NONE}
     */
    int learn(Packet packet) {
        int found = awaits(packet);
        boolean learnt =
                found != FlowTable.NONE && state.flows.rekeyReply(found >>> 1, packet.ports);
        return learnt ? found : FlowTable.NONE;
    }

    /** Returns the node that {@link #learn} would find; changes nothing. */
    int awaits(Packet packet) {
        int kind = packet.kind();
        if (!TransportKey.isLearnt(kind, (int) packet.ports)) {
            return FlowTable.NONE;
        }
        long awaited =
                FiveTuple.keyed(packet.side, kind | FiveTuple.KIND_AWAITED, TransportKey.NONE);
        int found = state.flows.find(packet.addresses, awaited);
        return found != FlowTable.NONE && (found & 1) == 1 ? found : FlowTable.NONE;
    }

    /** Returns where packets of a decision are counted for their forward or policy, or -1. */
    int policySlot(Decision decision) {
        if (decision.forward != Decision.NONE) {
            return state.rules.forwards().slot(decision.forward);
        }
        Policies policies = state.rules.policies();
        if (decision.pair != Decision.NONE) {
            return policies.oneToOne(decision.pair).slot();
        }
        return decision.policy == Decision.NONE ? Decision.NONE : policies.slot(decision.policy);
    }

    /** Returns where packets of a decision are counted for their firewall rule, or -1. */
    int ruleSlot(Decision decision) {
        return decision.rule == Decision.NONE
                ? Decision.NONE
                : state.rules.firewall().slot(decision.rule);
    }
}
