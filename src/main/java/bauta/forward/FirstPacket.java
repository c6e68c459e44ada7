package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.firewall.Zone;
import bauta.flow.FiveTuple;
import bauta.flow.FlowDraft;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.nat.MappingDraft;
import bauta.nat.Mappings;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * A packet that has no flow. One from the inside is judged once, then given a flow, or ended; or it
 * goes on without one, as packets between networks of the house do. All checks that depend on
 * addresses alone are here; later packets of a flow need none, for they carry the same addresses
 * and came in by the same side.
 */
final class FirstPacket {
    private static final int PORT_DNS = 53;
    private static final int PORT_NTP = 123;

    private final PathState state;
    private final Errors errors;
    private final IcmpTranslation translation;
    private final Routes routes;
    private final FlowDraft draft = new FlowDraft();
    private final MappingDraft wanted = new MappingDraft();

    FirstPacket(PathState state, Errors errors, IcmpTranslation translation, Routes routes) {
        this.state = state;
        this.errors = errors;
        this.translation = translation;
        this.routes = routes;
    }

    /** Returns who sends what needs no flow. */
    Routes routes() {
        return routes;
    }

    /**
     * Decides.
     *
     * @param packet the packet; ended here unless a node is returned
     * @param expiring whether its time to live ends here
     * @return the node of its new flow, or {@link FlowTable#NONE}
     */
    @ColdExit
    int fromInside(Packet packet, boolean expiring) {
        DropReason bad = checkAddresses(packet);
        if (bad != DropReason.NONE) {
            state.drop(packet.at, bad);
        } else if (state.isOurs(packet.destination())) {
            closed(packet);
        } else if (expiring) {
            errors.icmp(packet, DropReason.IPV4_TTL_EXCEEDED, Errors.TTL_EXCEEDED, 0);
        } else if (!routes.takes(packet)) {
            return open(packet);
        }
        return FlowTable.NONE;
    }

    /**
     * Takes a piece of a datagram, of which only the IPv4 header has been read, when its way needs
     * no flow.
     *
     * @return whether it was taken; else nothing has been decided
     */
    @ColdExit
    boolean takesPieceFromInside(Packet packet) {
        if (routes.needFlow(packet) || state.isOurs(packet.destination())) {
            return false;
        }
        packet.ports = FiveTuple.ports(packet.side, packet.protocol, 0, 0);
        DropReason bad = checkAddresses(packet);
        if (bad != DropReason.NONE) {
            state.drop(packet.at, bad);
            return true;
        }
        boolean taken = routes.takes(packet);
        assert taken : "a piece that needs no flow goes without one";
        return taken;
    }

    private DropReason checkAddresses(Packet packet) {
        int destination = packet.destination();
        if (!sourceBelongsThere(packet)) {
            return DropReason.IPV4_SPOOFED;
        }
        Lan around = state.lanAround(destination);
        if (Martians.isGroup(destination) || around != null && around.isBroadcast(destination)) {
            return DropReason.IPV4_BROADCAST;
        }
        if (Martians.isNeverForwarded(destination)) {
            return DropReason.IPV4_MARTIAN;
        }
        return SourceRoute.isIn(packet) ? DropReason.IPV4_BAD_OPTION : DropReason.NONE;
    }

    private boolean sourceBelongsThere(Packet packet) {
        Lan lan = state.lanOf(packet.side);
        if (lan != null) {
            return lan.isHost(packet.source());
        }
        return uplinkWithAddress(packet.source()) != null;
    }

    private @Nullable Uplink uplinkWithAddress(int address) {
        for (Uplink uplink : state.uplinks) {
            if (uplink != null && uplink.up && uplink.address == address) {
                return uplink;
            }
        }
        return null;
    }

    /** To the router itself, by a way that the input map does not open. */
    private void closed(Packet packet) {
        switch (packet.protocol) {
            case Ipv4Header.PROTOCOL_TCP -> errors.reset(packet, DropReason.ROUTER_SERVICE_CLOSED);
            case Ipv4Header.PROTOCOL_UDP ->
                    errors.icmp(
                            packet, DropReason.ROUTER_SERVICE_CLOSED, Errors.PORT_UNREACHABLE, 0);
            case Ipv4Header.PROTOCOL_ICMP ->
                    state.drop(packet.at, DropReason.ROUTER_SERVICE_CLOSED);
            default ->
                    errors.icmp(
                            packet,
                            DropReason.ROUTER_SERVICE_CLOSED,
                            Errors.PROTOCOL_UNREACHABLE,
                            0);
        }
    }

    private int open(Packet packet) {
        if (FiveTuple.kind(packet.ports) == Packet.KIND_ICMP_OTHER) {
            translation.outbound(packet);
            return FlowTable.NONE;
        }
        Uplink uplink =
                packet.side == FiveTuple.SIDE_ROUTER
                        ? uplinkWithAddress(packet.source())
                        : state.defaultUplink();
        if (!canBegin(packet)) {
            return FlowTable.NONE;
        }
        if (uplink == null) {
            errors.icmp(packet, DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE, 0);
            return FlowTable.NONE;
        }
        return routes.mayPass(packet, Zone.WAN) ? track(packet, uplink) : FlowTable.NONE;
    }

    /** Ends a packet that cannot be the first of a flow. */
    private boolean canBegin(Packet packet) {
        switch (FiveTuple.kind(packet.ports)) {
            case Ipv4Header.PROTOCOL_TCP -> {
                int marks = packet.tcpFlags() & (TcpHeader.SYN | TcpHeader.ACK);
                if (marks == TcpHeader.SYN) {
                    return true;
                }
                errors.reset(packet, DropReason.TCP_NO_FLOW);
            }
            case Ipv4Header.PROTOCOL_UDP, FiveTuple.KIND_ECHO_REQUEST -> {
                return true;
            }
            case FiveTuple.KIND_ECHO_REPLY ->
                    state.drop(packet.at, DropReason.ICMP_UNSUPPORTED_TYPE);
            default -> state.drop(packet.at, DropReason.PROTOCOL_NOT_SUPPORTED);
        }
        return false;
    }

    private int track(Packet packet, Uplink uplink) {
        int port = FiveTuple.sourcePort(packet.ports);
        wanted.uplink = uplink.id;
        wanted.externalAddress = uplink.address;
        wanted.protocol = packet.protocol;
        wanted.address = packet.source();
        wanted.port = port;
        int mapping = state.mappings.map(wanted);
        if (mapping == Mappings.NONE) {
            state.drop(packet.at, state.mappings.refusal());
            return FlowTable.NONE;
        }
        state.mappings.hold(mapping);
        describe(packet, uplink, mapping);
        int flow = state.flows.insert(draft, state.clock.nanos());
        if (flow == FlowTable.NONE) {
            state.mappings.release(mapping);
            state.drop(packet.at, DropReason.FLOW_TABLE_FULL);
            return FlowTable.NONE;
        }
        return flow << 1;
    }

    private void describe(Packet packet, Uplink uplink, int mapping) {
        int external = state.mappings.externalPort(mapping);
        int kind = FiveTuple.kind(packet.ports);
        boolean echo = kind == FiveTuple.KIND_ECHO_REQUEST;
        int peerPort = FiveTuple.destinationPort(packet.ports);
        draft.originalAddresses = packet.addresses;
        draft.originalPorts = packet.ports;
        draft.replyAddresses = FiveTuple.addresses(packet.destination(), uplink.address);
        draft.replyPorts =
                FiveTuple.ports(
                        uplink.side, echo ? FiveTuple.KIND_ECHO_REPLY : kind, peerPort, external);
        draft.clear();
        draft.host = packet.side == FiveTuple.SIDE_ROUTER ? 0 : packet.source();
        draft.spoken = true;
        draft.uplink = uplink.id;
        draft.mapping = mapping;
        draft.state = firstState(kind, peerPort);
    }

    private static int firstState(int kind, int peerPort) {
        return switch (kind) {
            case Ipv4Header.PROTOCOL_TCP -> FlowState.SYN_SENT;
            case Ipv4Header.PROTOCOL_UDP ->
                    peerPort == PORT_DNS || peerPort == PORT_NTP
                            ? FlowState.UDP_SHORT
                            : FlowState.UDP;
            default -> FlowState.ICMP;
        };
    }

    /**
     * Ends a packet from an uplink that has no flow, without a word.
     *
     * @param packet the packet
     * @param uplink where it came in
     */
    @ColdExit
    void fromOutside(Packet packet, Uplink uplink) {
        if (routes.takesFromOutside(packet, uplink)) {
            return;
        }
        DropReason bad = checkOutside(packet, uplink);
        if (bad != DropReason.NONE) {
            state.drop(packet.at, bad);
        } else if (FiveTuple.kind(packet.ports) == Packet.KIND_ICMP_OTHER) {
            translation.inbound(packet, uplink);
        } else {
            state.drop(packet.at, unwanted(packet, uplink));
        }
    }

    private DropReason checkOutside(Packet packet, Uplink uplink) {
        int destination = packet.destination();
        if (Martians.isBadSource(packet.source())) {
            return DropReason.IPV4_MARTIAN;
        }
        if (state.lanAround(packet.source()) != null || packet.source() == uplink.address) {
            return DropReason.IPV4_SPOOFED;
        }
        if (Martians.isGroup(destination)) {
            return DropReason.IPV4_BROADCAST;
        }
        return destination == uplink.address ? DropReason.NONE : DropReason.INBOUND_NO_MAPPING;
    }

    private DropReason unwanted(Packet packet, Uplink uplink) {
        return switch (FiveTuple.kind(packet.ports)) {
            case Ipv4Header.PROTOCOL_TCP, Ipv4Header.PROTOCOL_UDP, FiveTuple.KIND_ECHO_REPLY -> {
                int port = FiveTuple.destinationPort(packet.ports);
                int mapping =
                        state.mappings.findExternal(
                                uplink.id, uplink.address, packet.protocol, port);
                yield mapping == Mappings.NONE
                        ? DropReason.INBOUND_NO_MAPPING
                        : DropReason.INBOUND_FILTERED;
            }
            default -> DropReason.INBOUND_TO_ROUTER;
        };
    }

    /** Returns whether an ICMP type that is not echo can be translated at all (RFC 5508). */
    static boolean isTranslated(int type) {
        return type == IcmpHeader.UNREACHABLE
                || type == IcmpHeader.TIME_EXCEEDED
                || type == IcmpHeader.PARAMETER_PROBLEM;
    }
}
