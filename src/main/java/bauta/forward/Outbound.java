package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;

/**
 * The way out: a packet from a LAN host or from the router itself, to an uplink. Order: time to
 * live, flow (or {@link FirstPacket}), size, TCP state, translation, egress. Nothing is rewritten
 * before every check has passed, so an ICMP error can quote what the sender sent.
 */
final class Outbound implements FragmentWay {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final FirstPacket firstPacket;
    private final Fragments fragments;
    private final Fragmenter fragmenter;
    private final ByteBuf buf;

    Outbound(
            PathState state, Egress egress, Errors errors, FirstPacket firstPacket, Pieces pieces) {
        this.state = state;
        this.egress = egress;
        this.errors = errors;
        this.firstPacket = firstPacket;
        this.fragments = pieces.fragments();
        this.fragmenter = pieces.fragmenter();
        this.buf = state.buf;
    }

    @Override
    @HotPath
    public Fragments fragments() {
        return fragments;
    }

    @Override
    @HotPath
    public boolean takesPiece(Packet packet) {
        return firstPacket.takesPieceFromInside(packet);
    }

    @Override
    @HotPath
    public int admit(Packet packet) {
        int node = state.flows.find(packet.addresses, packet.ports);
        boolean expiring = isExpiring(packet);
        return node == FlowTable.NONE || expiring ? firstPacket.fromInside(packet, expiring) : node;
    }

    @HotPath
    private boolean isExpiring(Packet packet) {
        return Ipv4Header.ttl(buf, packet.at) <= 1 && packet.side != FiveTuple.SIDE_ROUTER;
    }

    @Override
    @HotPath
    public void pass(Packet packet, int node) {
        Uplink uplink = state.uplinkOf(node >>> 1);
        if (!uplink.up) {
            errors.icmp(packet, DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE, 0);
        } else if (packet.length() > uplink.mtuBytes && Ipv4Header.dontFragment(buf, packet.at)) {
            errors.icmp(
                    packet, DropReason.IPV4_TOO_BIG, Errors.FRAGMENTATION_NEEDED, uplink.mtuBytes);
        } else if (!packet.hasTransport && isExpiring(packet)) {
            state.drop(packet.at, DropReason.IPV4_TTL_EXCEEDED);
        } else {
            send(packet, node, uplink);
        }
    }

    @HotPath
    private void send(Packet packet, int node, Uplink uplink) {
        int length = packet.length();
        int at = packet.at;
        if (packet.hasTransport && packet.protocol == Ipv4Header.PROTOCOL_TCP) {
            TcpTracking.segment(state.flows, packet, node, uplink.mtuBytes);
        }
        state.flows.touch(node, state.clock.nanos(), length, true);
        if (packet.side != FiveTuple.SIDE_ROUTER) {
            Ipv4Header.decrementTtl(buf, at);
        }
        rewrite(packet, node);
        if (length > uplink.mtuBytes) {
            fragmenter.toUplink(uplink, packet);
        } else {
            egress.toUplink(uplink, at, length);
        }
    }

    @HotPath
    private void rewrite(Packet packet, int node) {
        int external = FiveTuple.destination(state.flows.addresses(node ^ 1));
        if (packet.fragment) {
            Ipv4Header.changeIdentification(buf, packet.at, packet.identification);
        }
        if (packet.hasTransport) {
            int port = FiveTuple.destinationPort(state.flows.ports(node ^ 1));
            Rewrite.source(buf, packet.at, external, port);
        } else {
            Ipv4Header.changeSource(buf, packet.at, external);
        }
    }
}
