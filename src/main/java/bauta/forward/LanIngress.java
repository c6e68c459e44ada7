package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.link.FrameReceiver;
import bauta.wire.EthernetHeader;

/** Bulk frames of one LAN port. */
@HotPath
final class LanIngress implements FrameReceiver {
    private final PathState state;
    private final Lan lan;
    private final Packet packet;
    private final Passage passage;
    private final Egress egress;
    long received;
    private long receivedBefore;

    LanIngress(PathState state, Lan lan, Packet packet, Passage passage, Egress egress) {
        this.state = state;
        this.lan = lan;
        this.packet = packet;
        this.passage = passage;
        this.egress = egress;
    }

    @Override
    public void coming(int at, int length) {
        if (state.lookahead.pays()) {
            state.coming.packet(at, at + EthernetHeader.LENGTH, at + length, lan.side);
        }
    }

    @Override
    public void receive(int at, int length) {
        received++;
        state.lookahead.arrived(at);
        DropReason bad = check(at, at + length);
        if (bad == DropReason.NONE) {
            bad = packet.read(at + EthernetHeader.LENGTH, at + length, lan.side);
        }
        if (bad != DropReason.NONE) {
            state.drop(at, bad);
        } else {
            passage.forward(packet);
        }
    }

    private DropReason check(int at, int end) {
        DropReason bad = EthernetHeader.check(state.buf, at, end);
        if (bad != DropReason.NONE) {
            return bad;
        }
        long destination = EthernetHeader.destination(state.buf, at);
        int type = EthernetHeader.type(state.buf, at);
        if (type == EthernetHeader.TYPE_IPV4 && destination == lan.network.port().mac()) {
            return DropReason.NONE;
        }
        return reason(destination, type);
    }

    private DropReason reason(long destination, int type) {
        return switch (type) {
            case EthernetHeader.TYPE_IPV6 -> DropReason.IPV6_NOT_SUPPORTED;
            case EthernetHeader.TYPE_VLAN, EthernetHeader.TYPE_SERVICE_VLAN ->
                    DropReason.ETHERNET_UNEXPECTED_VLAN;
            case EthernetHeader.TYPE_IPV4 ->
                    EthernetHeader.isGroup(destination)
                            ? DropReason.ETHERNET_UNWANTED_MULTICAST
                            : DropReason.ETHERNET_NOT_OURS;
            default -> DropReason.ETHERNET_UNKNOWN_TYPE;
        };
    }

    @Override
    public void batchEnd() {
        state.ration.batch((int) (received - receivedBefore));
        receivedBefore = received;
        egress.flush();
    }
}
