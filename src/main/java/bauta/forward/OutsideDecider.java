package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.forward.policy.Policies;
import bauta.nat.Filtering;
import bauta.nat.Mappings;
import bauta.wire.Ipv4Header;

/**
 * Works out what becomes of a packet without a flow that comes from an uplink. Order: source,
 * destination, ICMP errors of flows, policies for marks and refusals, forwards, mappings with their
 * filtering, the firewall; what is left is dropped without a word. Has no effect.
 */
final class OutsideDecider {
    private final PathState state;
    private final FirewallStage stage;
    private final IcmpTranslation translation;

    OutsideDecider(PathState state, FirewallStage stage, IcmpTranslation translation) {
        this.state = state;
        this.stage = stage;
        this.translation = translation;
    }

    /**
     * Decides.
     *
     * @param packet the packet, read
     * @param uplink where it came in
     * @param decision takes the outcome
     * @param asking what the answer is for
     */
    void decide(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        decision.begin(packet);
        decision.fromOutside = true;
        decision.uplink = uplink;
        decision.at(WhyStage.SOURCE);
        DropReason bad = checkSource(packet, uplink);
        if (bad == DropReason.NONE) {
            decision.at(WhyStage.DESTINATION);
            bad = checkDestination(packet);
        }
        if (bad != DropReason.NONE) {
            decision.drop(bad);
            return;
        }
        stage.read(packet);
        stage.recognise(packet, decision);
        Lan to = state.lanAround(packet.destination());
        if (to != null) {
            toHouse(packet, uplink, to, decision, asking);
        } else if (packet.kind() == Packet.KIND_ICMP_OTHER && packet.hasTransport) {
            translation.decide(packet, decision);
        } else {
            toUs(packet, uplink, decision, asking);
        }
    }

    private DropReason checkSource(Packet packet, Uplink uplink) {
        int source = packet.source();
        if (Martians.isBadSource(source)) {
            return DropReason.IPV4_MARTIAN;
        }
        if (source == packet.destination()) {
            return DropReason.IPV4_LAND;
        }
        if (state.lanAround(source) != null || state.uplinkWithAddress(source) != null) {
            return DropReason.IPV4_SPOOFED;
        }
        return isBogon(packet, uplink) ? DropReason.IPV4_BOGON : DropReason.NONE;
    }

    /** Routers on the Internet that have private addresses may report errors all the same. */
    private boolean isBogon(Packet packet, Uplink uplink) {
        boolean report = packet.kind() == Packet.KIND_ICMP_OTHER && packet.hasTransport;
        return state.rules.bogons() && !report && Bogons.isBogon(packet.source(), uplink.address);
    }

    private static DropReason checkDestination(Packet packet) {
        if (Martians.isGroup(packet.destination())) {
            return DropReason.IPV4_BROADCAST;
        }
        return SourceRoute.isIn(packet) ? DropReason.IPV4_BAD_OPTION : DropReason.NONE;
    }

    /** To a host of the house by its own address: where hosts keep theirs, or a rule invites it. */
    private void toHouse(Packet packet, Uplink uplink, Lan to, Decision decision, Asking asking) {
        boolean routed = uplink.use == UplinkUse.ROUTE;
        if (state.isOurs(packet.destination())) {
            decision.drop(DropReason.INBOUND_TO_ROUTER);
        } else if (!to.isHost(packet.destination())) {
            decision.drop(DropReason.IPV4_BROADCAST);
        } else if (state.rules.mode() == ForwardMode.OFF) {
            decision.drop(DropReason.FORWARDING_OFF);
        } else if (routed) {
            decision.act = Decision.Act.ROUTE;
            decision.side = to.side;
            stage.toLan(to, packet.destination(), packet.destinationPort());
            if (stage.asksPolicies(decision)) {
                stage.passes(decision, asking, true);
            }
        } else {
            stage.toLan(to, packet.destination(), packet.destinationPort());
            decision.side = to.side;
            if (!isInvited(packet, decision, asking)) {
                refuse(decision, DropReason.INBOUND_NO_MAPPING);
            }
        }
    }

    private void toUs(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        Policies policies = state.rules.policies();
        int pair = policies.oneToOneTo(uplink.id, packet.destination());
        if (pair == Policies.NONE && !uplink.owns(packet.destination())) {
            decision.drop(DropReason.INBOUND_NO_MAPPING);
            return;
        }
        if (!stage.asksPolicies(decision)) {
            return;
        }
        if (pair != Policies.NONE && !Targets.canBegin(packet)) {
            decision.drop(DropReason.INBOUND_FILTERED);
        } else if (pair != Policies.NONE) {
            decision.pair = pair;
            decision.destinationAddress = policies.oneToOne(pair).internalFor(packet.destination());
            toTarget(decision, asking, false);
        } else if (!byForward(packet, uplink, decision, asking, false)
                && !byMapping(packet, uplink, decision, asking)
                && !byForward(packet, uplink, decision, asking, true)) {
            toRouter(packet, decision, asking);
        }
    }

    /** Returns whether a forward has decided; exposed hosts come after mappings. */
    private boolean byForward(
            Packet packet, Uplink uplink, Decision decision, Asking asking, boolean exposed) {
        decision.at(WhyStage.FORWARD);
        if (!Targets.canBegin(packet)) {
            return false;
        }
        boolean found =
                exposed
                        ? state.targets.exposed(packet, uplink, decision, asking)
                        : state.targets.forward(packet, uplink, decision, asking);
        if (found) {
            toTarget(decision, asking, true);
        }
        return found || decision.reason != DropReason.NONE;
    }

    /** Returns whether a mapping has decided. */
    private boolean byMapping(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        decision.at(WhyStage.MAPPING);
        state.targets.mapping(packet, uplink, decision);
        int mapping = decision.peerMapping;
        if (mapping == Mappings.NONE) {
            return false;
        }
        if (!Targets.canBegin(packet) || !isExpected(packet, mapping, decision)) {
            decision.drop(DropReason.INBOUND_FILTERED);
            return true;
        }
        toTarget(decision, asking, true);
        return true;
    }

    private boolean isExpected(Packet packet, int mapping, Decision decision) {
        if (decision.expected == null && state.explicit.holds(mapping)) {
            return state.explicit.admits(mapping, packet.source(), packet.sourcePort());
        }
        Filtering filtering = state.rules.behaviour().filtering(packet.protocol);
        return decision.expected != null
                || filtering == Filtering.ENDPOINT_INDEPENDENT
                || state.flows.hasSpokenTo(mapping, packet.source());
    }

    /** A mapping of the router's own programs takes only what belongs to their flows. */
    private void toTarget(Decision decision, Asking asking, boolean admitted) {
        Lan to = state.lanAround(decision.destinationAddress);
        if (state.rules.mode() == ForwardMode.OFF) {
            decision.drop(DropReason.FORWARDING_OFF);
        } else if (to == null) {
            decision.drop(DropReason.INBOUND_FILTERED);
        } else {
            stage.toLan(to, decision.destinationAddress, decision.destinationPort);
            decision.side = to.side;
            stage.passes(decision, asking, admitted);
        }
    }

    /** Nothing stands behind the port: only a rule that somebody made lets the router have it. */
    private void toRouter(Packet packet, Decision decision, Asking asking) {
        stage.toRouter();
        if (isInvited(packet, decision, asking)) {
            decision.side = FiveTuple.SIDE_ROUTER;
            return;
        }
        refuse(
                decision,
                switch (packet.kind()) {
                    case Ipv4Header.PROTOCOL_TCP,
                            Ipv4Header.PROTOCOL_UDP,
                            FiveTuple.KIND_ECHO_REPLY ->
                            DropReason.INBOUND_NO_MAPPING;
                    default -> DropReason.INBOUND_TO_ROUTER;
                });
    }

    private boolean isInvited(Packet packet, Decision decision, Asking asking) {
        return Targets.canBegin(packet) && stage.isInvited(decision, asking);
    }

    /** What a rule has refused in its own words stays so. */
    private void refuse(Decision decision, DropReason reason) {
        if (decision.reason == DropReason.NONE) {
            decision.drop(stage.uninvited(decision, reason));
        }
    }
}
