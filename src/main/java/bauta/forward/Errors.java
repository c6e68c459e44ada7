package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowState;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;

/**
 * Ends packets with an answer: an ICMP error (RFC 1812 section 4.3) or a TCP reset (RFC 9293
 * section 3.10.7.1). The answer is built in the frame of the packet it is about. Together they are
 * rate-limited. The router's own packets get no answer: its kernel knows better.
 */
final class Errors {
    /** An ICMP error is at most 576 bytes long (RFC 1812 section 4.3.2.3). */
    private static final int MAX_QUOTE = 576 - Ipv4Header.LENGTH - IcmpHeader.LENGTH;

    static final int TTL_EXCEEDED = IcmpHeader.TIME_EXCEEDED << 8 | IcmpHeader.CODE_TTL;
    static final int NET_UNREACHABLE = IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_NET;
    static final int HOST_UNREACHABLE = IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_HOST;
    static final int PROTOCOL_UNREACHABLE = IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_PROTOCOL;
    static final int PORT_UNREACHABLE = IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_PORT;
    static final int FRAGMENTATION_NEEDED =
            IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_FRAGMENTATION_NEEDED;
    static final int PROHIBITED = IcmpHeader.UNREACHABLE << 8 | IcmpHeader.CODE_PROHIBITED;

    private final PathState state;
    private final Egress egress;
    private final ByteBuf buf;

    Errors(PathState state, Egress egress) {
        this.state = state;
        this.egress = egress;
        this.buf = state.buf;
    }

    /**
     * Ends a packet that has not been rewritten yet and tells its sender, if that may be told.
     *
     * @param packet the packet
     * @param reason what it is counted under
     * @param typeAndCode of the ICMP error
     * @param rest the four bytes after the checksum: the next-hop MTU
     */
    @ColdExit
    void icmp(Packet packet, DropReason reason, int typeAndCode, int rest) {
        if (!mayBeTold(packet)) {
            state.drop(packet, reason);
            return;
        }
        if (!takeFrame(packet, reason)) {
            return;
        }
        int quoted = Math.min(packet.length(), MAX_QUOTE);
        int message = packet.at - IcmpHeader.LENGTH;
        IcmpHeader.write(buf, message, packet.at + quoted, typeAndCode, rest);
        int length = Ipv4Header.LENGTH + IcmpHeader.LENGTH + quoted;
        answer(packet, message - Ipv4Header.LENGTH, length, Ipv4Header.PROTOCOL_ICMP);
    }

    /**
     * Ends a packet that cannot leave by a side and tells its sender, if that may be told.
     *
     * @param packet the packet, not rewritten yet
     * @param reason what {@link Departure#check} says
     * @param side where it was to leave
     */
    @ColdExit
    void stopped(Packet packet, DropReason reason, int side) {
        int rest = Departure.errorRest(state, reason, side);
        icmp(packet, reason, Departure.error(reason), rest);
    }

    /**
     * Counts the end of a packet that has an answer.
     *
     * @return whether its frame is there for the answer; else the rate is used up, and it is gone
     */
    private boolean takeFrame(Packet packet, DropReason reason) {
        state.generated++;
        if (!state.errorBucket.take(state.clock.nanos())) {
            state.count(DropReason.ICMP_RATE_LIMITED);
            state.drop(packet, reason);
            return false;
        }
        if (state.tracing) {
            state.tracer.dropped(reason, packet.at);
        }
        state.count(reason);
        return true;
    }

    /** Writes the IPv4 header from one of our addresses back to the sender, and sends. */
    private void answer(Packet packet, int at, int length, int protocol) {
        Lan lan = state.lanOf(packet.side);
        if (lan != null) {
            Ipv4Header.write(buf, at, length, protocol, both(lan.address, packet.source()));
            egress.toLan(lan, packet.source(), at, length);
        } else {
            Uplink uplink = state.uplinkAt(packet.side);
            Ipv4Header.write(buf, at, length, protocol, both(uplink.address, packet.source()));
            egress.toUplink(uplink, at, length);
        }
    }

    private static long both(int source, int destination) {
        return (long) source << 32 | destination & 0xffff_ffffL;
    }

    /** RFC 1812 section 4.3.2.7: what no ICMP error may be about. */
    private boolean mayBeTold(Packet packet) {
        boolean laterFragment = packet.fragment && Ipv4Header.fragmentOffset(buf, packet.at) != 0;
        if (laterFragment || packet.side == FiveTuple.SIDE_ROUTER) {
            return false;
        }
        if (packet.protocol == Ipv4Header.PROTOCOL_ICMP
                && (packet.end - packet.payload < IcmpHeader.LENGTH || packet.isIcmpError())) {
            return false;
        }
        return isSingleHost(packet);
    }

    private boolean isSingleHost(Packet packet) {
        Lan lan = state.lanOf(packet.side);
        int source = packet.source();
        boolean sourceIsHost = lan == null ? !Martians.isBadSource(source) : lan.isHost(source);
        boolean toMany =
                Martians.isGroup(packet.destination())
                        || lan != null && lan.isBroadcast(packet.destination());
        return sourceIsHost && !toMany;
    }

    /**
     * Ends a segment from a LAN host and resets its connection, in the name of the peer. A reset is
     * never answered.
     *
     * @param packet a TCP segment that has not been rewritten
     * @param reason what it is counted under
     */
    @ColdExit
    void reset(Packet packet, DropReason reason) {
        Lan lan = state.lanOf(packet.side);
        boolean isReset = (packet.tcpFlags() & TcpHeader.RST) != 0;
        if (lan == null || isReset || !lan.isHost(packet.source())) {
            state.drop(packet, reason);
            return;
        }
        if (!takeFrame(packet, reason)) {
            return;
        }
        writeReset(packet);
        egress.toLan(lan, packet.source(), packet.at, Ipv4Header.LENGTH + TcpHeader.LENGTH);
    }

    private void writeReset(Packet packet) {
        int tcp = packet.payload;
        int flags = packet.tcpFlags();
        boolean hasAck = (flags & TcpHeader.ACK) != 0;
        int sequence = hasAck ? TcpHeader.acknowledgment(buf, tcp) : 0;
        int acknowledgment = hasAck ? 0 : packet.sequenceEnd();
        int ports = Integer.rotateLeft(buf.getInt(tcp), 16);
        writeSegment(
                packet.at,
                Long.rotateLeft(packet.addresses, 32),
                ports,
                sequence,
                acknowledgment,
                hasAck);
    }

    private void writeSegment(
            int at, long addresses, int ports, int sequence, int acknowledgment, boolean alone) {
        int tcp = at + Ipv4Header.LENGTH;
        int end = tcp + TcpHeader.LENGTH;
        int flags = alone ? TcpHeader.RST : TcpHeader.RST | TcpHeader.ACK;
        TcpHeader.write(buf, tcp, ports, sequence, acknowledgment, flags);
        Ipv4Header.write(buf, at, end - at, Ipv4Header.PROTOCOL_TCP, addresses);
        TcpHeader.putChecksum(buf, tcp, TcpHeader.computeChecksum(buf, tcp, end, addresses));
    }

    /**
     * Resets the inside ends of a flow that has to end, with the sequence number that each waits
     * for.
     *
     * @param flow a TCP flow
     * @return whether a reset was sent
     */
    boolean resetFlow(int flow) {
        boolean original = resetEnd(flow << 1);
        boolean opening = state.flows.state(flow) == FlowState.SYN_SENT;
        return !opening && resetEnd(flow << 1 | 1) || original;
    }

    /** Returns the sequence number that the host that sends in a direction waits for. */
    private int awaited(int node) {
        return state.algs.reader().seenSequence(node ^ 1, state.flows.acknowledgment(node));
    }

    /** Resets the host that sends in a direction, in the name of whom it sends to. */
    private boolean resetEnd(int node) {
        long addresses = state.flows.addresses(node);
        long ports = state.flows.ports(node);
        Lan lan = state.lanOf(FiveTuple.side(ports));
        int frame = lan == null ? -1 : state.pool.allocate();
        if (lan == null || frame < 0) {
            return false;
        }
        state.generated++;
        boolean opening = state.flows.state(node >>> 1) == FlowState.SYN_SENT;
        writeSegment(
                frame,
                Long.rotateLeft(addresses, 32),
                Integer.rotateLeft((int) ports, 16),
                opening ? 0 : awaited(node),
                opening ? state.flows.sequenceEnd(node) : 0,
                !opening);
        int length = Ipv4Header.LENGTH + TcpHeader.LENGTH;
        egress.toLan(lan, FiveTuple.source(addresses), frame, length);
        return true;
    }
}
