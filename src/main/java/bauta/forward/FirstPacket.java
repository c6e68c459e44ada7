package bauta.forward;

import bauta.alg.Expected;
import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.forward.policy.Policies;
import bauta.wire.Ipv4Header;

/**
 * A packet that has no flow: has it decided, and does that. All checks that depend on addresses
 * alone are made here; later packets of a flow need none, for they carry the same addresses and
 * came in by the same side.
 */
final class FirstPacket {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final Routing routing;
    private final IcmpTranslation translation;
    private final FirewallStage stage;
    private final InsideDecider inside;
    private final OutsideDecider outside;
    private final FlowOpening opening;
    private final UnsolicitedSyns unsolicited;
    private final Decision decision = new Decision();

    FirstPacket(PathState state, Egress egress, Errors errors, Fragmenter fragmenter) {
        this.state = state;
        this.egress = egress;
        this.errors = errors;
        this.routing = new Routing(state, egress, errors, fragmenter);
        this.translation = new IcmpTranslation(state, egress, fragmenter);
        this.stage = new FirewallStage(state);
        this.inside = new InsideDecider(state, stage, translation);
        this.outside = new OutsideDecider(state, stage, translation);
        this.opening = new FlowOpening(state);
        this.unsolicited = new UnsolicitedSyns(state, errors);
    }

    /**
     * Decides about a packet and does it.
     *
     * @param packet with a transport header; ended here unless a node is returned
     * @return the node of its new flow, or {@link FlowTable#NONE}
     */
    @ColdExit
    int admit(Packet packet) {
        int learnt = opening.learn(packet);
        if (learnt != FlowTable.NONE) {
            return learnt;
        }
        decide(packet, decision, Asking.TO_ACT);
        return perform(packet);
    }

    /**
     * Takes a piece of a datagram, of which only the IPv4 header has been read, when its way needs
     * no flow.
     *
     * @return whether it was taken; else nothing has been decided
     */
    @ColdExit
    boolean takesPiece(Packet packet) {
        if (!state.isRouted(packet)) {
            return false;
        }
        packet.hasTransport = Ipv4Header.fragmentOffset(packet.buf, packet.at) == 0;
        DropReason bad = packet.hasTransport ? packet.readTransport() : DropReason.NONE;
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            return true;
        }
        decide(packet, decision, Asking.TO_ACT);
        assert decision.act != Decision.Act.OPEN : "a piece that needs no flow opens none";
        perform(packet);
        return true;
    }

    /**
     * Works out what becomes of a packet.
     *
     * @param packet the packet, read
     * @param into takes the outcome
     * @param asking what the answer is for
     */
    void decide(Packet packet, Decision into, Asking asking) {
        if (FiveTuple.isUplink(packet.side)) {
            outside.decide(packet, state.uplinkAt(packet.side), into, asking);
        } else {
            inside.decide(packet, into, asking);
        }
    }

    /** Adds to a decision that is only asked for why its flow could not be opened. */
    void foresee(Packet packet, Decision asked) {
        stopAtTheDoor(packet, asked);
        if (asked.act == Decision.Act.OPEN && !state.ration.has(packet, asked)) {
            asked.at(WhyStage.FLOW);
            asked.drop(DropReason.FLOW_RATE_LIMIT);
        }
        if (asked.act == Decision.Act.OPEN) {
            opening.foresee(packet, asked);
        }
    }

    /**
     * Returns the node that a packet with a new key would be the first answer of; changes nothing.
     */
    int awaits(Packet packet) {
        return opening.awaits(packet);
    }

    /** Returns what opens flows. */
    FlowOpening opening() {
        return opening;
    }

    private int perform(Packet packet) {
        countMarkings(packet);
        stopAtTheDoor(packet, decision);
        if (decision.act == Decision.Act.OPEN && !state.ration.take(packet, decision)) {
            decision.drop(DropReason.FLOW_RATE_LIMIT);
        }
        if (decision.act == Decision.Act.OPEN) {
            DropReason bad = opening.open(packet, decision);
            if (bad == DropReason.NONE) {
                opened(packet, opening.node() >>> 1);
                return opening.node();
            }
            FlowOpening.refuse(packet, decision, bad);
        }
        count(packet);
        switch (decision.act) {
            case DROP -> end(packet);
            case ANSWER -> errors.icmp(packet, decision.reason, decision.error, decision.errorRest);
            case RESET -> errors.reset(packet, decision.reason);
            case DELIVER -> egress.toRouter(packet.at, packet.length());
            case ROUTE -> route(packet);
            case ERROR -> translation.pass(packet, decision.node);
            case OPEN -> throw new AssertionError("opened already");
        }
        return FlowTable.NONE;
    }

    /**
     * Tells protocol helpers of a new flow: they read what begins inside, or comes in by a forward.
     */
    private void opened(Packet packet, int flow) {
        Expected expected = decision.expected;
        if (expected != null) {
            state.algs.used(expected, flow);
        } else if (packet.side != FiveTuple.SIDE_ROUTER
                && decision.side != FiveTuple.SIDE_ROUTER
                && (!decision.fromOutside || decision.target != Decision.NONE)) {
            state.algs.opened(flow, packet.protocol, decision.destinationPort);
        }
    }

    /** What could not be sent by its flow opens none: nobody gets in by what never left. */
    private void stopAtTheDoor(Packet packet, Decision asked) {
        if (asked.act != Decision.Act.OPEN) {
            return;
        }
        DropReason bad = Departure.check(state, packet, asked.side);
        if (bad != DropReason.NONE) {
            asked.at(Departure.stage(bad));
            asked.answer(bad, Departure.error(bad));
            asked.errorRest = Departure.errorRest(state, bad, asked.side);
        }
    }

    private void end(Packet packet) {
        boolean nobody =
                decision.reason == DropReason.INBOUND_NO_MAPPING
                        || decision.reason == DropReason.INBOUND_FILTERED;
        if (!nobody || !state.rules.answersSyns() || !unsolicited.holds(packet)) {
            state.drop(packet, decision.reason);
        }
    }

    private void route(Packet packet) {
        Uplink uplink = decision.uplinkOrThrow();
        Lan to = state.lanOf(decision.side);
        if (to == null) {
            routing.toUplink(packet, uplink);
        } else {
            routing.toLan(packet, to, uplink.mtuBytes);
        }
    }

    /** Policies that only mark count the first packets. */
    private void countMarkings(Packet packet) {
        Policies policies = state.rules.policies();
        for (int i = 0; i < decision.markings; i++) {
            state.count(policies.slot(stage.facts.markedBy[i]), packet.length());
        }
    }

    /** Packets that open no flow are counted for their rules here; those of flows by the flow. */
    private void count(Packet packet) {
        state.count(opening.policySlot(decision), packet.length());
        state.count(opening.ruleSlot(decision), packet.length());
    }

    /** Returns who waits with the answer to connection requests that nobody wants. */
    UnsolicitedSyns unsolicited() {
        return unsolicited;
    }
}
