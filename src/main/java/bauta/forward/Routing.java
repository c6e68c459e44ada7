package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;

/**
 * Packets that cross the router with the addresses they have: between networks of the house, and by
 * an uplink without masquerade. There is no flow: each packet, each fragment, is judged by its
 * header alone (RFC 1812), so connections outlive a restart of the router. Time to live, MTU with
 * its ICMP error, fragments and the clamp of the MSS are as for everybody.
 */
@HotPath
final class Routing {
    private final PathState state;
    private final Egress egress;
    private final Errors errors;
    private final Fragmenter fragmenter;
    private final ByteBuf buf;

    Routing(PathState state, Egress egress, Errors errors, Fragmenter fragmenter) {
        this.state = state;
        this.egress = egress;
        this.errors = errors;
        this.fragmenter = fragmenter;
        this.buf = state.buf;
    }

    /** Sends a packet of a LAN host to an uplink that is up. */
    void toUplink(Packet packet, Uplink uplink) {
        if (!mayPass(packet, uplink.side)) {
            return;
        }
        Lan from = state.lanOf(packet.side);
        int back = from == null ? uplink.mtuBytes : from.network.port().mtuBytes();
        prepare(packet, Math.min(uplink.mtuBytes, back));
        if (packet.length() > uplink.mtuBytes) {
            fragmenter.send(packet, uplink.side, uplink.mtuBytes, false);
        } else {
            egress.toUplink(uplink, packet.at, packet.length());
        }
    }

    /**
     * Sends a packet to a host of the house.
     *
     * @param packet the packet
     * @param to the network that its destination lies in
     * @param backMtuBytes MTU of the way it came by
     */
    void toLan(Packet packet, Lan to, int backMtuBytes) {
        int mtuBytes = to.network.port().mtuBytes();
        if (!mayPass(packet, to.side)) {
            return;
        }
        int host = packet.destination();
        prepare(packet, Math.min(mtuBytes, backMtuBytes));
        if (packet.length() > mtuBytes) {
            fragmenter.send(packet, to.side, mtuBytes, false);
        } else {
            egress.toLan(to, host, packet.at, packet.length());
        }
    }

    /** Ends a packet that cannot leave by a side. */
    private boolean mayPass(Packet packet, int side) {
        DropReason bad = Departure.check(state, packet, side);
        if (bad != DropReason.NONE) {
            errors.stopped(packet, bad, side);
        }
        return bad == DropReason.NONE;
    }

    private void prepare(Packet packet, int mtuBytes) {
        boolean isSyn =
                packet.hasTransport
                        && packet.protocol == Ipv4Header.PROTOCOL_TCP
                        && (packet.tcpFlags() & TcpHeader.SYN) != 0;
        if (isSyn) {
            MssClamp.clamp(buf, packet.payload, mtuBytes);
        }
        Ipv4Header.decrementTtl(buf, packet.at);
    }
}
