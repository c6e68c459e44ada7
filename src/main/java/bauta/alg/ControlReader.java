package bauta.alg;

import bauta.engine.DropReason;
import bauta.flow.FlowState;
import bauta.flow.FlowTable;
import bauta.wire.Checksum;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;

/**
 * Reads the packets of control connections and says what goes on in their place: the outcome of
 * {@link #read} lies in the getters until the next one. A TCP segment passes in three steps: {@link
 * #acknowledge} before its window is judged, {@link #believed} when it was found good, {@link
 * #read} when it is to be sent. Router loop only.
 */
public final class ControlReader {
    /** Room before a segment for what was held of its direction. */
    private static final int SEGMENT_AT = 4096;

    private static final int SACK_BLOCK = 8;

    private final Algs algs;
    private final Payload payload = new Payload();
    private final byte[] out = new byte[2 * Payload.MOST_BYTES];
    private int outLength;
    private int outSequence;
    private int outUrgent;
    private int mostBytes;
    private boolean answers;
    private int answer;
    private int rawAcknowledgment;

    ControlReader(Algs algs) {
        this.algs = algs;
    }

    /**
     * Checks the sums of a packet, and gives a segment the acknowledgments that it would have if
     * nothing had ever been rewritten.
     *
     * @param node where its flow was found
     * @param buf the buffer
     * @param at index of the IPv4 header
     * @return {@code NONE}, or why it is dropped
     */
    public DropReason acknowledge(int node, ByteBuf buf, int at) {
        int tcp = Ipv4Header.payload(buf, at);
        int end = at + Ipv4Header.totalLength(buf, at);
        if (isWrong(buf, tcp, end, Ipv4Header.addresses(buf, at))) {
            return DropReason.TCP_BAD_CHECKSUM;
        }
        rawAcknowledgment = TcpHeader.acknowledgment(buf, tcp);
        if ((TcpHeader.flags(buf, tcp) & TcpHeader.ACK) != 0) {
            EditedStream acknowledged = stream(node ^ 1);
            int told = acknowledged.toldBefore(rawAcknowledgment);
            changeNumber(buf, tcp, rawAcknowledgment, told);
            TcpHeader.putAcknowledgment(buf, tcp, told);
            changeSack(buf, tcp, acknowledged);
        }
        return DropReason.NONE;
    }

    private static boolean isWrong(ByteBuf buf, int tcp, int end, long addresses) {
        return TcpHeader.computeChecksum(buf, tcp, end, addresses) != TcpHeader.checksum(buf, tcp);
    }

    private EditedStream stream(int node) {
        return algs.connection(node >>> 1).streams[node & 1];
    }

    private static void changeNumber(ByteBuf buf, int tcp, int before, int after) {
        TcpHeader.changeChecksum(buf, tcp, Checksum.delta32(before, after));
    }

    private static void changeSack(ByteBuf buf, int tcp, EditedStream stream) {
        int at = TcpHeader.sackAt(buf, tcp);
        if (at < 0) {
            return;
        }
        int end = at - 2 + buf.getUnsignedByte(at - 1);
        for (int block = at; block + SACK_BLOCK <= end; block += SACK_BLOCK) {
            changeOption(buf, tcp, block, stream.beforeUp(buf.getInt(block)));
            int right = block + Integer.BYTES;
            changeOption(buf, tcp, right, stream.before(buf.getInt(right)));
        }
    }

    private static void changeOption(ByteBuf buf, int tcp, int at, int value) {
        TcpHeader.changeOption16(buf, tcp, at, value >>> 16);
        TcpHeader.changeOption16(buf, tcp, at + Short.BYTES, value & 0xffff);
    }

    /**
     * Learns from a segment whose acknowledgment is believed.
     *
     * @param node where its flow was found
     * @param buf the buffer
     * @param tcp index of its TCP header, as {@link #acknowledge} left it
     */
    public void believed(int node, ByteBuf buf, int tcp) {
        ControlConnection connection = algs.connection(node >>> 1);
        int direction = node & 1;
        if ((TcpHeader.flags(buf, tcp) & TcpHeader.ACK) != 0) {
            connection.streams[1 - direction].acknowledged(rawAcknowledgment);
        }
        connection.windows[direction] = TcpHeader.window(buf, tcp);
        int timestamps = TcpHeader.timestampsAt(buf, tcp);
        if (timestamps >= 0) {
            connection.timestamps[direction] = buf.getInt(timestamps);
        }
    }

    /**
     * Reads a segment that is to be sent.
     *
     * @param node where its flow was found
     * @param buf the buffer
     * @param tcp index of its TCP header
     * @param end index after its last byte
     * @return {@code NONE}, or why it is dropped
     */
    public DropReason read(int node, ByteBuf buf, int tcp, int end) {
        ControlConnection connection = algs.connection(node >>> 1);
        int flags = TcpHeader.flags(buf, tcp);
        answers = false;
        if ((flags & TcpHeader.SYN) != 0) {
            connection = begin(connection, node, buf, tcp);
        }
        if (FlowState.isOver(algs.flows.state(node >>> 1))) {
            algs.expectNothing(connection);
        }
        EditedStream stream = connection.streams[node & 1];
        int data = tcp + TcpHeader.headerLength(buf, tcp);
        int sequence = TcpHeader.sequence(buf, tcp);
        if ((flags & (TcpHeader.SYN | TcpHeader.RST)) != 0) {
            outLength = end - data;
            outSequence = (flags & TcpHeader.SYN) != 0 ? sequence : stream.behind(sequence);
            outUrgent = 0;
            buf.getBytes(data, out, 0, outLength);
            return DropReason.NONE;
        }
        connection.counters.packets++;
        DropReason bad = take(connection, node, buf, tcp, end);
        algs.forgetIfPlain(connection);
        return bad;
    }

    private DropReason take(ControlConnection connection, int node, ByteBuf buf, int tcp, int end) {
        EditedStream stream = connection.streams[node & 1];
        int data = tcp + TcpHeader.headerLength(buf, tcp);
        int sequence = TcpHeader.sequence(buf, tcp);
        buf.getBytes(data, payload.bytes, SEGMENT_AT, end - data);
        boolean fin = (TcpHeader.flags(buf, tcp) & TcpHeader.FIN) != 0;
        EditedStream.Fate fate =
                stream.take(
                        new EditedStream.Segment(sequence, SEGMENT_AT, end - data, fin),
                        payload,
                        connection,
                        out);
        if (fate == EditedStream.Fate.NOT_YET) {
            return DropReason.ALG_OUT_OF_ORDER;
        }
        if (stream.hasGivenUp()) {
            connection.giveUp();
        }
        answers = fate == EditedStream.Fate.SEND_AND_ANSWER;
        answer = answers ? stream.answer() : 0;
        outLength = stream.outLength();
        outSequence = stream.outSequence();
        int urgent = stream.behind(sequence + TcpHeader.urgent(buf, tcp)) - outSequence;
        outUrgent = (TcpHeader.flags(buf, tcp) & TcpHeader.URG) == 0 ? 0 : urgent & 0xffff;
        mostBytes = connection.segmentBytes[1 - (node & 1)] - (data - tcp - TcpHeader.LENGTH);
        return DropReason.NONE;
    }

    /** A SYN outside an open connection begins a direction; that of the opener, all of it. */
    private ControlConnection begin(ControlConnection connection, int node, ByteBuf buf, int tcp) {
        FlowTable flows = algs.flows;
        if (flows.state(node >>> 1) > FlowState.SYN_RECEIVED) {
            return connection;
        }
        ControlConnection begun = connection;
        int direction = node & 1;
        int sequence = TcpHeader.sequence(buf, tcp);
        if (direction == Control.OPENER && connection.streams[direction].hasBegunAt(sequence)) {
            begun = algs.restart(connection);
        }
        begun.streams[direction].begin(sequence);
        int mss = TcpHeader.mssAt(buf, tcp);
        if (mss >= 0) {
            begun.segmentBytes[direction] = buf.getUnsignedShort(mss);
        }
        return begun;
    }

    /**
     * Reads a datagram that is to be sent. One with a wrong sum is not read: it passes with it.
     *
     * @param node where its flow was found
     * @param buf the buffer
     * @param udp index of its UDP header
     * @param addresses as it came, see {@link bauta.flow.FiveTuple}
     * @return whether its payload is another now
     */
    public boolean readDatagram(int node, ByteBuf buf, int udp, long addresses) {
        ControlConnection connection = algs.connection(node >>> 1);
        int length = UdpHeader.length(buf, udp) - UdpHeader.LENGTH;
        if (!(connection.session() instanceof DatagramSession session)
                || length > Payload.MOST_BYTES
                || isDamaged(buf, udp, addresses)) {
            return false;
        }
        connection.counters.packets++;
        buf.getBytes(udp + UdpHeader.LENGTH, payload.bytes, 0, length);
        payload.show(node & 1, 0, length);
        boolean goesOn = session.read(payload);
        boolean edited = payload.isEdited();
        if (edited) {
            byte[] text = payload.edited(0, length);
            System.arraycopy(text, 0, out, 0, text.length);
            outLength = text.length;
            connection.counters.rewritten++;
        }
        if (!goesOn) {
            connection.giveUp();
            algs.forgetIfPlain(connection);
        }
        return edited;
    }

    private static boolean isDamaged(ByteBuf buf, int udp, long addresses) {
        int sum = UdpHeader.checksum(buf, udp);
        int source = (int) (addresses >>> 32);
        return sum != 0 && sum != UdpHeader.computeChecksum(buf, udp, source, (int) addresses);
    }

    /**
     * Returns the number that an end of a flow sees in the place of one that the other end has
     * sent.
     *
     * @param node the direction in which it was sent
     * @param sequence the number
     */
    public int seenSequence(int node, int sequence) {
        return algs.isAttached(node >>> 1) ? stream(node).behind(sequence) : sequence;
    }

    /** Returns the payload to send: its first {@link #length} bytes. Scratch. */
    public byte[] bytes() {
        return out;
    }

    /** Returns bytes of the payload to send. */
    public int length() {
        return outLength;
    }

    /** Returns the sequence number of the first of them. */
    public int sequence() {
        return outSequence;
    }

    /** Returns the urgent pointer, or 0. */
    public int urgent() {
        return outUrgent;
    }

    /** Returns how many bytes of payload the receiver takes in one segment, at least 1. */
    public int mostBytes() {
        return Math.max(1, mostBytes);
    }

    /** Returns whether the sender is told that what is held has arrived. */
    public boolean answers() {
        return answers;
    }

    /** Returns the acknowledgment number that it is told. */
    public int answer() {
        return answer;
    }

    /** Returns the sequence number that the sender awaits: what it acknowledged itself. */
    public int answerSequence() {
        return rawAcknowledgment;
    }

    /** Returns the window that the other end of a node's sender said last, not scaled. */
    public int window(int node) {
        return algs.connection(node >>> 1).windows[1 - (node & 1)];
    }

    /** Returns the timestamp that the other end of a node's sender sent last. */
    public int timestamp(int node) {
        return algs.connection(node >>> 1).timestamps[1 - (node & 1)];
    }
}
