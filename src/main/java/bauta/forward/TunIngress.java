package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.link.FrameReceiver;

/** Packets that the router's own kernel sends through the TUN. */
@HotPath
final class TunIngress implements FrameReceiver {
    private static final int VERSION_6 = 6;

    private final PathState state;
    private final Packet packet;
    private final Passage passage;
    private final Egress egress;
    long received;

    TunIngress(PathState state, Packet packet, Passage passage, Egress egress) {
        this.state = state;
        this.packet = packet;
        this.passage = passage;
        this.egress = egress;
    }

    @Override
    public void receive(int at, int length) {
        received++;
        DropReason bad = packet.read(at, at + length, FiveTuple.SIDE_ROUTER);
        if (bad == DropReason.NONE) {
            passage.forward(packet);
        } else {
            boolean six =
                    bad == DropReason.IPV4_BAD_VERSION && state.buf.getByte(at) >>> 4 == VERSION_6;
            state.drop(at, six ? DropReason.IPV6_NOT_SUPPORTED : bad);
        }
    }

    @Override
    public void batchEnd() {
        egress.flush();
    }
}
