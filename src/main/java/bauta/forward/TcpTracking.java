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
        flows.tcp(node, flags);
        flows.sequence(
                node,
                packet.sequenceEnd(),
                TcpHeader.acknowledgment(packet.buf, packet.payload),
                (flags & TcpHeader.ACK) != 0,
                TcpHeader.window(packet.buf, packet.payload));
        if ((flags & TcpHeader.SYN) != 0) {
            synchronise(flows, packet, node, mtuBytes);
        }
    }

    @ColdExit
    private static void synchronise(FlowTable flows, Packet packet, int node, int mtuBytes) {
        int scaleAt = TcpHeader.windowScaleAt(packet.buf, packet.payload);
        flows.windowScale(node, scaleAt < 0 ? -1 : packet.buf.getUnsignedByte(scaleAt));
        MssClamp.clamp(packet.buf, packet.payload, mtuBytes);
    }
}
