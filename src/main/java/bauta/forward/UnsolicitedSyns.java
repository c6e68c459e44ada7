package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FlowTable;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;

/**
 * Connection requests from outside that nobody wants, when those are to be answered: the answer
 * waits six seconds, in which the inside may open the same connection from its end (RFC 5382
 * REQ-4); then it is ICMP port unreachable. Only a few wait at a time, the others are dropped at
 * once.
 */
final class UnsolicitedSyns {
    private static final int MOST = 32;
    private static final long WAIT_NANOS = 6_000_000_000L;

    private final PathState state;
    private final Errors errors;
    private final Packet packet;
    private final int[] frames = new int[MOST];
    private final int[] ends = new int[MOST];
    private final int[] sides = new int[MOST];
    private final long[] deadlines = new long[MOST];
    private int first;
    private int count;

    UnsolicitedSyns(PathState state, Errors errors) {
        this.state = state;
        this.errors = errors;
        this.packet = new Packet(state.buf);
    }

    /** Takes a connection request, if it is one and there is room; then it is held. */
    boolean holds(Packet request) {
        boolean syn =
                request.protocol == Ipv4Header.PROTOCOL_TCP
                        && (request.tcpFlags() & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN;
        if (!syn || request.fragment || count == MOST) {
            return false;
        }
        int place = (first + count) % MOST;
        frames[place] = request.at;
        ends[place] = request.end;
        sides[place] = request.side;
        deadlines[place] = state.clock.nanos() + WAIT_NANOS;
        count++;
        return true;
    }

    /** Answers those that have waited long enough; called by the path's tick. */
    void expire(long nowNanos) {
        while (count > 0 && deadlines[first] <= nowNanos) {
            int place = first;
            first = (first + 1) % MOST;
            count--;
            answer(place);
        }
    }

    private void answer(int place) {
        DropReason bad = packet.read(frames[place], ends[place], sides[place]);
        assert bad == DropReason.NONE : "a held request changed";
        boolean opened = state.flows.find(packet.addresses, packet.ports) != FlowTable.NONE;
        Uplink uplink = state.uplinks[packet.side & 0xff];
        boolean gone = uplink == null || !uplink.up;
        if (opened || gone) {
            state.drop(packet, DropReason.INBOUND_NO_MAPPING);
        } else {
            errors.icmp(packet, DropReason.INBOUND_NO_MAPPING, Errors.PORT_UNREACHABLE, 0);
        }
    }

    /** Returns how many wait now. */
    int held() {
        return count;
    }
}
