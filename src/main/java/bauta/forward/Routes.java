package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.firewall.PacketFacts;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.flow.FiveTuple;
import bauta.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * Where a packet without a flow goes: to another network of the house, by an uplink as it is, or by
 * one under our address, which needs a flow. Says so by {@link ForwardRules} and the firewall; what
 * may not go is ended here, and its sender told.
 */
final class Routes {
    private final PathState state;
    private final Errors errors;
    private final Routing routing;
    private final PacketFacts facts = new PacketFacts();

    Routes(PathState state, Errors errors, Routing routing) {
        this.state = state;
        this.errors = errors;
        this.routing = routing;
    }

    /**
     * Sends or ends a packet from inside, of which the addresses have been checked and which is not
     * for the router itself.
     *
     * @return whether it was taken; else it needs a flow
     */
    boolean takes(Packet packet) {
        if (needFlow(packet)) {
            return false;
        }
        Lan to = state.lanAround(packet.destination());
        Uplink uplink = state.defaultUplink();
        if (to != null && to.side == packet.side || packet.side == FiveTuple.SIDE_ROUTER) {
            errors.icmp(packet, DropReason.IPV4_NO_ROUTE, Errors.HOST_UNREACHABLE, 0);
        } else if (state.rules.mode() == ForwardMode.OFF) {
            errors.icmp(packet, DropReason.FORWARDING_OFF, Errors.PROHIBITED, 0);
        } else if (to != null) {
            between(packet, to, uplink);
        } else if (uplink != null) {
            leave(packet, uplink);
        }
        return true;
    }

    /** Returns whether a packet from inside, if it may go at all, goes under our address. */
    boolean needFlow(Packet packet) {
        if (state.lanAround(packet.destination()) != null) {
            return false;
        }
        Uplink uplink = state.defaultUplink();
        boolean masqueraded = uplink == null || uplink.use == UplinkUse.MASQUERADE;
        return packet.side == FiveTuple.SIDE_ROUTER
                || state.rules.mode() != ForwardMode.OFF && masqueraded;
    }

    private void between(Packet packet, Lan to, @Nullable Uplink uplink) {
        Lan from = state.lanOf(packet.side);
        if (uplink == null && state.rules.mode() != ForwardMode.ALWAYS) {
            errors.icmp(packet, DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE, 0);
        } else if (from != null && mayPass(packet, to.network.zone())) {
            routing.toLan(packet, to, from.network.port().mtuBytes());
        }
    }

    private void leave(Packet packet, Uplink uplink) {
        if (uplink.use == UplinkUse.STANDALONE) {
            errors.icmp(packet, DropReason.UPLINK_STANDALONE, Errors.PROHIBITED, 0);
        } else if (mayPass(packet, Zone.WAN)) {
            routing.toUplink(packet, uplink);
        }
    }

    /** Asks the firewall; ends what may not pass. */
    boolean mayPass(Packet packet, Zone to) {
        Lan lan = state.lanOf(packet.side);
        Zone from = lan == null ? Zone.ROUTER : lan.network.zone();
        describe(packet, from, to);
        Verdict verdict = state.firewall.verdict(state.firewall.judge(facts));
        switch (verdict) {
            case ACCEPT -> {
                return true;
            }
            case DROP -> state.drop(packet.at, DropReason.FIREWALL_RULE);
            case REJECT -> errors.icmp(packet, DropReason.FIREWALL_RULE, Errors.PROHIBITED, 0);
        }
        return false;
    }

    private void describe(Packet packet, Zone from, Zone to) {
        facts.fromZone = from;
        facts.toZone = to;
        facts.addresses = packet.addresses;
        facts.protocol = packet.protocol;
        facts.hasPorts =
                packet.protocol == Ipv4Header.PROTOCOL_TCP
                        || packet.protocol == Ipv4Header.PROTOCOL_UDP;
        facts.sourcePort = FiveTuple.sourcePort(packet.ports);
        facts.destinationPort = FiveTuple.destinationPort(packet.ports);
        facts.nowNanos = state.clock.nanos();
    }

    /**
     * Sends or ends a packet from an uplink, or a piece of one, that is for an address of the
     * house, when that uplink is plainly routed.
     *
     * @return whether it was taken
     */
    @ColdExit
    boolean takesFromOutside(Packet packet, Uplink uplink) {
        Lan to = uplink.use == UplinkUse.ROUTE ? state.lanAround(packet.destination()) : null;
        if (to == null) {
            return false;
        }
        DropReason bad = checkFromOutside(packet, uplink, to);
        if (bad == DropReason.NONE) {
            routing.toLan(packet, to, uplink.mtuBytes);
        } else {
            state.drop(packet.at, bad);
        }
        return true;
    }

    private DropReason checkFromOutside(Packet packet, Uplink uplink, Lan to) {
        if (Martians.isBadSource(packet.source())) {
            return DropReason.IPV4_MARTIAN;
        }
        if (state.lanAround(packet.source()) != null || packet.source() == uplink.address) {
            return DropReason.IPV4_SPOOFED;
        }
        if (state.isOurs(packet.destination())) {
            return DropReason.INBOUND_TO_ROUTER;
        }
        if (!to.isHost(packet.destination())) {
            return DropReason.IPV4_BROADCAST;
        }
        if (state.rules.mode() == ForwardMode.OFF) {
            return DropReason.FORWARDING_OFF;
        }
        return SourceRoute.isIn(packet) ? DropReason.IPV4_BAD_OPTION : DropReason.NONE;
    }
}
