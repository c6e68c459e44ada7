package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;

/**
 * The way in: a packet from an uplink, to a LAN host or to the router itself. Only what belongs to
 * a flow that the inside began comes through; the rest ends in {@link FirstPacket#fromOutside}.
 */
final class Inbound implements FragmentWay {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final FirstPacket firstPacket;
    private final Routes routes;
    private final Fragments fragments;
    private final Fragmenter fragmenter;
    private final ByteBuf buf;

    Inbound(PathState state, Egress egress, Errors errors, FirstPacket firstPacket, Pieces pieces) {
        this.routes = firstPacket.routes();
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
        return routes.takesFromOutside(packet, state.uplinkAt(packet.side));
    }

    @Override
    @HotPath
    public int admit(Packet packet) {
        int node = state.flows.find(packet.addresses, packet.ports);
        if (node == FlowTable.NONE) {
            firstPacket.fromOutside(packet, state.uplinkAt(packet.side));
            return FlowTable.NONE;
        }
        boolean opens = packet.protocol == Ipv4Header.PROTOCOL_TCP && isBareSyn(packet);
        return opens && !mayOpen(packet, node) ? FlowTable.NONE : node;
    }

    @HotPath
    private static boolean isBareSyn(Packet packet) {
        return (packet.tcpFlags() & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
    }

    /** A SYN from outside passes only as one half of a simultaneous open (RFC 5382 REQ-2). */
    @ColdExit
    private boolean mayOpen(Packet packet, int node) {
        int now = state.flows.state(node >>> 1);
        if (now == FlowState.SYN_SENT || now == FlowState.SYN_RECEIVED) {
            return true;
        }
        state.drop(
                packet.at,
                FlowState.isOver(now) ? DropReason.INBOUND_FILTERED : DropReason.TCP_SYN_IN_FLOW);
        return false;
    }

    @Override
    @HotPath
    public void pass(Packet packet, int node) {
        int uplinkMtu = state.uplinkAt(packet.side).mtuBytes;
        Lan lan = state.lanOf(FiveTuple.side(state.flows.ports(node ^ 1)));
        if (lan == null) {
            track(packet, node, uplinkMtu);
            rewrite(packet, node);
            egress.toRouter(packet.at, packet.length());
        } else {
            toLan(packet, node, uplinkMtu, lan);
        }
    }

    @HotPath
    private void toLan(Packet packet, int node, int uplinkMtu, Lan lan) {
        int lanMtu = lan.network.port().mtuBytes();
        boolean tooBig = packet.length() > lanMtu;
        if (Ipv4Header.ttl(buf, packet.at) <= 1) {
            errors.icmp(packet, DropReason.IPV4_TTL_EXCEEDED, Errors.TTL_EXCEEDED, 0);
        } else if (tooBig && Ipv4Header.dontFragment(buf, packet.at)) {
            errors.icmp(packet, DropReason.IPV4_TOO_BIG, Errors.FRAGMENTATION_NEEDED, lanMtu);
        } else {
            track(packet, node, Math.min(uplinkMtu, lanMtu));
            Ipv4Header.decrementTtl(buf, packet.at);
            int host = rewrite(packet, node);
            if (tooBig) {
                fragmenter.toInside(lan, host, packet, lanMtu);
            } else {
                egress.toLan(lan, host, packet.at, packet.length());
            }
        }
    }

    @HotPath
    private void track(Packet packet, int node, int mtuBytes) {
        if (packet.hasTransport && packet.protocol == Ipv4Header.PROTOCOL_TCP) {
            TcpTracking.segment(state.flows, packet, node, mtuBytes);
        }
        state.flows.touch(node, state.clock.nanos(), packet.length(), true);
    }

    /** Gives the packet its inside destination, and returns that address. */
    @HotPath
    private int rewrite(Packet packet, int node) {
        int host = FiveTuple.source(state.flows.addresses(node ^ 1));
        if (packet.hasTransport) {
            int port = FiveTuple.sourcePort(state.flows.ports(node ^ 1));
            Rewrite.destination(buf, packet.at, host, port);
        } else {
            Ipv4Header.changeDestination(buf, packet.at, host);
        }
        return host;
    }
}
