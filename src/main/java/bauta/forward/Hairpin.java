package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.forward.policy.Policies;
import org.jspecify.annotations.Nullable;

/**
 * From a host of the house to one of our external addresses, and back in (RFC 4787 REQ-9, RFC 5382
 * REQ-8): by a forward or by the mapping of another host, or of the same one. Both addresses are
 * translated, so that the target sees the external endpoint of the asker. An address of a pair
 * leads to its host. Policies are asked as on the way out: what they refuse does not take this way
 * either, their marks lead to servers, and the asker has the external address that they give it.
 * Who may come in by a mapping is not limited to known peers here; the firewall between the zones
 * decides.
 */
final class Hairpin {
    private final PathState state;
    private final FirewallStage stage;

    Hairpin(PathState state, FirewallStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** Decides about a packet to an address of an uplink. */
    void decide(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        boolean open =
                packet.side != FiveTuple.SIDE_ROUTER
                        && uplink.use == UplinkUse.MASQUERADE
                        && state.rules.mode() != ForwardMode.OFF
                        && Targets.canBegin(packet);
        stage.toUplink(uplink);
        if (open && !stage.asksPolicies(decision)) {
            return;
        }
        decision.at(WhyStage.FORWARD);
        Lan to = open ? target(packet, uplink, decision, asking) : null;
        if (decision.reason != DropReason.NONE) {
            return;
        }
        if (to == null) {
            InsideDecider.closed(packet, decision, DropReason.ROUTER_SERVICE_CLOSED);
            return;
        }
        decision.side = to.side;
        decision.uplink = uplink;
        stage.toLan(to, decision.destinationAddress, decision.destinationPort);
        if (stage.passes(decision, asking, false)) {
            decision.at(WhyStage.MAPPING);
            ExternalSource.choose(state, packet, decision, nameOf(uplink, decision));
        }
    }

    /** The address that the asker has for everybody else (RFC 4787 REQ-1, REQ-9). */
    private int nameOf(Uplink uplink, Decision decision) {
        int chosen =
                decision.policy == Policies.NONE
                        ? 0
                        : state.rules.policies().externalAddress(decision.policy);
        return uplink.owns(chosen) ? chosen : uplink.address;
    }

    /** Returns whether the address is one of a host's own, which is the destination then. */
    private boolean oneToOne(Packet packet, Uplink uplink, Decision decision) {
        Policies policies = state.rules.policies();
        int pair = policies.oneToOneTo(uplink.id, packet.destination());
        if (pair == Policies.NONE) {
            return false;
        }
        decision.destinationAddress = policies.oneToOne(pair).internalFor(packet.destination());
        return true;
    }

    private @Nullable Lan target(Packet packet, Uplink uplink, Decision decision, Asking asking) {
        Targets targets = state.targets;
        boolean found =
                oneToOne(packet, uplink, decision)
                        || targets.forward(packet, uplink, decision, asking)
                        || decision.reason == DropReason.NONE
                                && (targets.mapping(packet, uplink, decision)
                                        || targets.exposed(packet, uplink, decision, asking));
        return found && decision.reason == DropReason.NONE
                ? state.lanAround(decision.destinationAddress)
                : null;
    }
}
