package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.HotPath;
import bauta.flow.FlowTable;
import bauta.wire.TcpHeader;

/** What a TCP segment does to its flow on the way through, and the clamp of its MSS. */
@HotPath
final class TcpTracking {
    private TcpTracking() {}

    static void segment(FlowTable flows, Packet packet, int node, int mtuBytes) {
        int flags = packet.tcpFlags();
        flows.note(node, packet.buf, packet.payload, packet.end);
        if ((flags & TcpHeader.SYN) != 0) {
            clamp(packet, mtuBytes);
        }
    }

    @ColdExit
    private static void clamp(Packet packet, int mtuBytes) {
        MssClamp.clamp(packet.buf, packet.payload, mtuBytes);
    }
}
