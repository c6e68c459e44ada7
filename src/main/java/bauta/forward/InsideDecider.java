package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.forward.policy.Policies;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Works out what becomes of a packet without a flow that comes from a LAN or from the router
 * itself. Order: source, destination, time to live; then, by where it goes, the router, a host
 * behind our own external address ({@link Hairpin}), another network of the house, or an uplink,
 * for which policies, firewall and the external address are asked in turn. Has no effect.
 */
final class InsideDecider {
    private final PathState state;
    private final FirewallStage stage;
    private final Hairpin hairpin;
    private final IcmpTranslation translation;

    InsideDecider(PathState state, FirewallStage stage, IcmpTranslation translation) {
        this.state = state;
        this.stage = stage;
        this.hairpin = new Hairpin(state, stage);
        this.translation = translation;
    }

    /**
     * Decides.
     *
     * @param packet the packet, read
     * @param decision takes the outcome
     * @param asking what the answer is for
     */
    void decide(Packet packet, Decision decision, Asking asking) {
        decision.begin(packet);
        if (!isSound(packet, decision)) {
            return;
        }
        stage.read(packet);
        stage.recognise(packet, decision);
        if (state.lanWithAddress(packet.destination()) != null) {
            toRouter(packet, decision, asking);
        } else if (isExpiring(packet, decision)) {
            decision.answer(DropReason.IPV4_TTL_EXCEEDED, Errors.TTL_EXCEEDED);
        } else if (packet.kind() == Packet.KIND_ICMP_OTHER && !state.isRouted(packet)) {
            translation.decide(packet, decision);
        } else {
            leave(packet, decision, asking);
        }
    }

    private boolean isSound(Packet packet, Decision decision) {
        decision.at(WhyStage.SOURCE);
        boolean land = packet.source() == packet.destination();
        if (land || !sourceBelongsThere(packet)) {
            decision.drop(land ? DropReason.IPV4_LAND : DropReason.IPV4_SPOOFED);
            return false;
        }
        decision.at(WhyStage.DESTINATION);
        DropReason bad = checkDestination(packet);
        if (bad != DropReason.NONE) {
            decision.drop(bad);
        }
        return bad == DropReason.NONE;
    }

    /** Returns why a packet from inside may not go where it wants, by the addresses alone. */
    DropReason checkDestination(Packet packet) {
        int destination = packet.destination();
        Lan around = state.lanAround(destination);
        if (Martians.isGroup(destination) || around != null && around.isBroadcast(destination)) {
            return DropReason.IPV4_BROADCAST;
        }
        if (Martians.isNeverForwarded(destination)) {
            return DropReason.IPV4_MARTIAN;
        }
        return SourceRoute.isIn(packet) ? DropReason.IPV4_BAD_OPTION : DropReason.NONE;
    }

    boolean sourceBelongsThere(Packet packet) {
        Lan lan = state.lanOf(packet.side);
        if (lan != null) {
            return lan.isHost(packet.source());
        }
        return state.uplinkWithAddress(packet.source()) != null;
    }

    private static boolean isExpiring(Packet packet, Decision decision) {
        decision.at(WhyStage.TTL);
        return Ipv4Header.ttl(packet.buf, packet.at) <= 1 && packet.side != FiveTuple.SIDE_ROUTER;
    }

    /**
     * To the router itself, by a way that the input map does not open: only a rule that somebody
     * made opens it.
     */
    private void toRouter(Packet packet, Decision decision, Asking asking) {
        stage.toRouter();
        if (stage.isInvited(decision, asking)) {
            decision.act = Decision.Act.DELIVER;
            decision.side = FiveTuple.SIDE_ROUTER;
        } else if (decision.reason == DropReason.NONE) {
            closed(packet, decision, stage.uninvited(decision, DropReason.ROUTER_SERVICE_CLOSED));
        }
    }

    /** A service that is not offered, in the words that hosts know. */
    static void closed(Packet packet, Decision decision, DropReason reason) {
        switch (packet.protocol) {
            case Ipv4Header.PROTOCOL_TCP -> decision.reset(reason);
            case Ipv4Header.PROTOCOL_UDP -> decision.answer(reason, Errors.PORT_UNREACHABLE);
            case Ipv4Header.PROTOCOL_ICMP -> decision.drop(reason);
            default -> decision.answer(reason, Errors.PROTOCOL_UNREACHABLE);
        }
    }

    private void leave(Packet packet, Decision decision, Asking asking) {
        Uplink ours = state.uplinkWithAddress(packet.destination());
        Lan to = state.lanAround(packet.destination());
        boolean ofTheHouse = packet.side != FiveTuple.SIDE_ROUTER;
        if (ofTheHouse && state.rules.mode() == ForwardMode.OFF && ours == null) {
            decision.answer(DropReason.FORWARDING_OFF, Errors.PROHIBITED);
        } else if (ours != null) {
            hairpin.decide(packet, ours, decision, asking);
        } else if (to != null) {
            between(packet, to, decision, asking);
        } else {
            outward(packet, decision, asking);
        }
    }

    private void between(Packet packet, Lan to, Decision decision, Asking asking) {
        if (to.side == packet.side || packet.side == FiveTuple.SIDE_ROUTER) {
            decision.at(WhyStage.DESTINATION);
            decision.answer(DropReason.IPV4_NO_ROUTE, Errors.HOST_UNREACHABLE);
            return;
        }
        if (state.defaultUplink() == null && state.rules.mode() != ForwardMode.ALWAYS) {
            decision.at(WhyStage.DESTINATION);
            decision.answer(DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE);
            return;
        }
        decision.side = to.side;
        stage.toLan(to, packet.destination(), packet.destinationPort());
        if (stage.asksPolicies(decision) && canBegin(packet, decision, true)) {
            stage.passes(decision, asking, false);
        }
    }

    private void outward(Packet packet, Decision decision, Asking asking) {
        boolean own = packet.side == FiveTuple.SIDE_ROUTER;
        Uplink uplink = own ? state.uplinkWithAddress(packet.source()) : state.defaultUplink();
        stage.toUplink(uplink);
        if (!own && uplink != null && uplink.use == UplinkUse.STANDALONE) {
            decision.answer(DropReason.UPLINK_STANDALONE, Errors.PROHIBITED);
        } else if (!own && uplink != null && uplink.use == UplinkUse.ROUTE) {
            decision.act = Decision.Act.ROUTE;
            decision.uplink = uplink;
            decision.side = uplink.side;
            if (stage.asksPolicies(decision)) {
                stage.passes(decision, asking, false);
            }
        } else if (own || stage.asksPolicies(decision)) {
            masquerade(packet, uplink, decision, asking);
        }
    }

    private void masquerade(
            Packet packet, @Nullable Uplink standard, Decision decision, Asking asking) {
        boolean plain = stage.isPlainlyRouted(decision);
        if (!canBegin(packet, decision, plain)) {
            return;
        }
        Uplink uplink = stage.uplink(decision, standard, asking);
        if (uplink == null || !uplink.up) {
            decision.at(WhyStage.DESTINATION);
            decision.answer(DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE);
            return;
        }
        stage.toUplink(uplink);
        decision.uplink = uplink;
        decision.side = uplink.side;
        if (stage.passes(decision, asking, false) && !plain) {
            decision.at(WhyStage.MAPPING);
            int address =
                    decision.policy == Policies.NONE
                            ? 0
                            : state.rules.policies().externalAddress(decision.policy);
            decision.pair = ExternalSource.choose(state, packet, decision, address);
        }
    }

    /**
     * Ends a packet that cannot be the first of a flow. A TCP connection that runs already is
     * picked up where nothing is translated, and for a while after the start of the router.
     */
    private boolean canBegin(Packet packet, Decision decision, boolean plain) {
        int kind = packet.kind();
        if (kind == FiveTuple.KIND_ECHO_REPLY) {
            decision.at(WhyStage.FLOW);
            decision.drop(DropReason.ICMP_UNSUPPORTED_TYPE);
            return false;
        }
        if (kind != Ipv4Header.PROTOCOL_TCP) {
            return true;
        }
        int flags = packet.tcpFlags() & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST);
        decision.pickedUp = flags == TcpHeader.ACK && (plain || state.picksUp());
        if (flags == TcpHeader.SYN || decision.pickedUp) {
            return true;
        }
        decision.at(WhyStage.FLOW);
        decision.reset(DropReason.TCP_NO_FLOW);
        return false;
    }
}
