package bauta.forward;

import bauta.engine.ColdExit;
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
final class Outbound {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final FirstPacket firstPacket;
    private final ByteBuf buf;

    Outbound(PathState state, Egress egress, Errors errors, FirstPacket firstPacket) {
        this.state = state;
        this.egress = egress;
        this.errors = errors;
        this.firstPacket = firstPacket;
        this.buf = state.buf;
    }

    /** Takes a packet that has been read and is no fragment, with its ownership. */
    @HotPath
    void forward(Packet packet) {
        int node = state.flows.find(packet.addresses, packet.ports);
        boolean expiring =
                packet.side != FiveTuple.SIDE_ROUTER && Ipv4Header.ttl(buf, packet.at) <= 1;
        if (node == FlowTable.NONE || expiring) {
            node = firstPacket.fromInside(packet, expiring);
            if (node == FlowTable.NONE) {
                return;
            }
        }
        Uplink uplink = state.uplinkOf(node >>> 1);
        if (!uplink.up) {
            errors.icmp(packet, DropReason.IPV4_NO_ROUTE, Errors.NET_UNREACHABLE, 0);
        } else if (packet.length() > uplink.mtuBytes) {
            tooBig(packet, uplink);
        } else {
            send(packet, node, uplink);
        }
    }

    @HotPath
    private void send(Packet packet, int node, Uplink uplink) {
        int length = packet.length();
        int at = packet.at;
        if (packet.protocol == Ipv4Header.PROTOCOL_TCP) {
            TcpTracking.segment(state.flows, packet, node, uplink.mtuBytes);
        }
        state.flows.touch(node, state.clock.nanos(), length);
        if (packet.side != FiveTuple.SIDE_ROUTER) {
            Ipv4Header.decrementTtl(buf, at);
        }
        int port = FiveTuple.destinationPort(state.flows.ports(node ^ 1));
        Rewrite.source(buf, at, FiveTuple.destination(state.flows.addresses(node ^ 1)), port);
        egress.toUplink(uplink, at, length);
    }

    @ColdExit
    private void tooBig(Packet packet, Uplink uplink) {
        errors.icmp(packet, DropReason.IPV4_TOO_BIG, Errors.FRAGMENTATION_NEEDED, uplink.mtuBytes);
    }
}
