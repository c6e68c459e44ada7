package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.nat.Rewrite;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;

/**
 * Packets to LAN hosts that do not answer any more. One of a flow gets its outside destination
 * back, so that the peer can be told host unreachable (RFC 1812 section 5.2.7.1) in words it knows.
 */
final class LostHosts implements Egress.Unreachable {
    private final PathState state;
    private final Errors errors;
    private final Packet packet;
    private final ByteBuf buf;

    LostHosts(PathState state, Errors errors) {
        this.state = state;
        this.errors = errors;
        this.buf = state.buf;
        this.packet = new Packet(buf);
    }

    @Override
    public void tell(Lan lan, int at, int length) {
        int node = nodeOf(lan, at, length);
        if (node == FlowTable.NONE) {
            tellSender(at, length);
            return;
        }
        long addresses = state.flows.addresses(node);
        long ports = state.flows.ports(node);
        Rewrite.both(
                buf,
                at,
                FiveTuple.source(addresses),
                FiveTuple.sourcePort(ports),
                FiveTuple.destination(addresses),
                FiveTuple.destinationPort(ports));
        int side = FiveTuple.side(ports);
        packet.read(at, at + length, side);
        if (state.isUp(side)) {
            errors.icmp(packet, DropReason.NEIGHBOUR_UNREACHABLE, Errors.HOST_UNREACHABLE, 0);
        } else {
            state.drop(at, DropReason.NEIGHBOUR_UNREACHABLE);
        }
    }

    /** A packet that was routed still carries the addresses it came with. */
    private void tellSender(int at, int length) {
        int source = Ipv4Header.source(buf, at);
        Lan from = state.lanAround(source);
        Uplink uplink = state.defaultUplink();
        if (from != null) {
            packet.read(at, at + length, from.side);
        } else if (uplink != null && uplink.use == UplinkUse.ROUTE) {
            packet.read(at, at + length, uplink.side);
        } else {
            state.drop(at, DropReason.NEIGHBOUR_UNREACHABLE);
            return;
        }
        errors.icmp(packet, DropReason.NEIGHBOUR_UNREACHABLE, Errors.HOST_UNREACHABLE, 0);
    }

    /** Returns the node that a packet to the inside was found by before it was rewritten. */
    private int nodeOf(Lan lan, int at, int length) {
        DropReason bad = packet.read(at, at + length, lan.side);
        if (bad != DropReason.NONE || packet.fragment) {
            return FlowTable.NONE;
        }
        long answered = FiveTuple.answered(packet.ports, lan.side);
        int node = state.flows.find(FiveTuple.exchange(packet.addresses), answered);
        return node == FlowTable.NONE ? node : node ^ 1;
    }
}
