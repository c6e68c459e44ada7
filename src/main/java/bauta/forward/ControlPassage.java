package bauta.forward;

import bauta.alg.ControlReader;
import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.flow.FlowTable;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * The way of packets that a protocol helper reads: their payload may leave longer or shorter, in
 * more segments than it came in, or not yet. All else is as for every packet, see {@link Passage}.
 */
final class ControlPassage {
    private static final int MOST_PIECES = 64;

    private final PathState state;
    private final Egress egress;
    private final Passage passage;
    private final ControlReader reader;
    private final Packet piece;
    private final ByteBuf buf;
    private final int[] pieces = new int[MOST_PIECES];

    ControlPassage(PathState state, Egress egress, Passage passage) {
        this.state = state;
        this.egress = egress;
        this.passage = passage;
        this.reader = state.algs.reader();
        this.buf = state.buf;
        this.piece = new Packet(buf);
    }

    /**
     * Judges a packet of a flow.
     *
     * @return the node; or {@link FlowTable#NONE}, and the packet is ended
     */
    @ColdExit
    int admit(Packet packet, int node) {
        boolean tcp = packet.protocol == Ipv4Header.PROTOCOL_TCP;
        DropReason bad = DropReason.NONE;
        if (tcp) {
            bad =
                    packet.fragment
                            ? DropReason.ALG_FRAGMENT
                            : reader.acknowledge(node, buf, packet.at);
        }
        if (bad == DropReason.NONE) {
            bad = passage.judge(packet, node);
        }
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            return FlowTable.NONE;
        }
        if (tcp) {
            reader.believed(node, buf, packet.payload);
        }
        return node;
    }

    /** Sends a packet, or what a helper has made of it. */
    @ColdExit
    void send(Packet packet, int node, int side) {
        if (packet.fragment) {
            passage.send(packet, node, side);
        } else if (packet.protocol == Ipv4Header.PROTOCOL_TCP) {
            sendSegment(packet, node, side);
        } else {
            sendDatagram(packet, node, side);
        }
    }

    private void sendDatagram(Packet packet, int node, int side) {
        int udp = packet.payload;
        if (reader.readDatagram(node, buf, udp, packet.addresses)) {
            int data = udp + UdpHeader.LENGTH;
            buf.setBytes(data, reader.bytes(), 0, reader.length());
            packet.end = data + reader.length();
            finishHeader(packet);
            UdpHeader.putLength(buf, udp, packet.end - udp);
            if (UdpHeader.checksum(buf, udp) != 0) {
                int source = packet.source();
                int destination = packet.destination();
                UdpHeader.putChecksum(
                        buf, udp, UdpHeader.computeChecksum(buf, udp, source, destination));
            }
        }
        passage.send(packet, node, side);
    }

    private void finishHeader(Packet packet) {
        Ipv4Header.putTotalLength(buf, packet.at, packet.length());
        Ipv4Header.writeChecksum(buf, packet.at);
    }

    private void sendSegment(Packet packet, int node, int side) {
        DropReason bad = reader.read(node, buf, packet.payload, packet.end);
        if (bad != DropReason.NONE) {
            state.drop(packet, bad);
            return;
        }
        int headers = packet.payload - packet.at + TcpHeader.headerLength(buf, packet.payload);
        boolean marked = (packet.tcpFlags() & (TcpHeader.SYN | TcpHeader.RST)) != 0;
        int most = Math.max(1, Math.min(reader.mostBytes(), state.mtuOf(side) - headers));
        int count = marked ? 1 : Math.max(1, (reader.length() + most - 1) / most);
        int more = count - 1 + (reader.answers() ? 1 : 0);
        if (count > MOST_PIECES || state.pool.available() < more) {
            state.drop(packet, DropReason.FRAME_POOL_EMPTY);
            return;
        }
        if (reader.answers()) {
            answer(packet, node);
        }
        for (int i = 1; i < count; i++) {
            pieces[i] = state.pool.allocate();
            buf.setBytes(pieces[i], buf, packet.at, headers);
        }
        pieces[0] = packet.at;
        state.generated += count - 1;
        for (int i = 0; i < count; i++) {
            int from = i * most;
            int length = marked ? reader.length() : Math.min(most, reader.length() - from);
            sendPiece(packet, node, side, new Cut(i, from, length, i + 1 == count));
        }
    }

    /** A part of the payload, and which of the frames takes it. */
    private record Cut(int number, int from, int length, boolean last) {}

    private void sendPiece(Packet packet, int node, int side, Cut cut) {
        int at = pieces[cut.number];
        int tcp = at + (packet.payload - packet.at);
        int data = tcp + TcpHeader.headerLength(buf, tcp);
        int end = data + cut.length;
        buf.setBytes(data, reader.bytes(), cut.from, cut.length);
        TcpHeader.putSequence(buf, tcp, reader.sequence() + cut.from);
        TcpHeader.putUrgent(buf, tcp, Math.max(0, reader.urgent() - cut.from));
        int flags = TcpHeader.flags(buf, tcp);
        TcpHeader.putFlags(buf, tcp, cut.last ? flags : flags & ~(TcpHeader.FIN | TcpHeader.PSH));
        Ipv4Header.putTotalLength(buf, at, end - at);
        Ipv4Header.writeChecksum(buf, at);
        int sum = TcpHeader.computeChecksum(buf, tcp, end, packet.addresses);
        TcpHeader.putChecksum(buf, tcp, sum);
        DropReason bad = piece.read(at, end, packet.side);
        assert bad == DropReason.NONE : "a segment made of a good one";
        piece.identification = packet.identification;
        passage.send(piece, node, side);
    }

    /** Tells a sender that bytes have arrived which are held here, so that it sends on. */
    private void answer(Packet packet, int node) {
        int at = state.pool.allocate();
        int tcp = at + Ipv4Header.LENGTH;
        long addresses = Long.rotateLeft(packet.addresses, 32);
        int ports = Integer.rotateLeft(buf.getInt(packet.payload), 16);
        TcpHeader.write(buf, tcp, ports, reader.answerSequence(), reader.answer(), TcpHeader.ACK);
        TcpHeader.putWindow(buf, tcp, reader.window(node));
        int timestamps = TcpHeader.timestampsAt(buf, packet.payload);
        if (timestamps >= 0) {
            TcpHeader.appendTimestamps(buf, tcp, reader.timestamp(node), buf.getInt(timestamps));
        }
        int end = tcp + TcpHeader.headerLength(buf, tcp);
        Ipv4Header.write(buf, at, end - at, Ipv4Header.PROTOCOL_TCP, addresses);
        int sum = TcpHeader.computeChecksum(buf, tcp, end, addresses);
        TcpHeader.putChecksum(buf, tcp, sum);
        state.generated++;
        egress.send(packet.side, packet.source(), at, end - at);
    }
}
