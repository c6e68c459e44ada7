package bauta.flow;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Follows the sequence numbers of both ends of a TCP flow (RFC 9293 section 3.4, RFC 5961), in the
 * flow's record: of each direction the highest sequence number sent, the highest acknowledgment,
 * the largest window and the window scale. What an end cannot have sent is refused, so that who
 * does not see the traffic cannot reset the flow or put data into it.
 *
 * <p>The rules for a segment from one end to its peer:
 *
 * <ul>
 *   <li>it ends at most a window beyond what the peer has acknowledged;
 *   <li>it ends at most a window (at least {@link #LEAST_BACK}) before what has been sent already;
 *   <li>it acknowledges nothing that the peer has not sent, and nothing that lies more than a
 *       window (at least {@link #LEAST_BACK}) back;
 *   <li>a reset lies in the window; it is believed only where the peer expects the next byte: the
 *       peer answers others by a challenge (RFC 5961 section 3.2), which shows the true number.
 * </ul>
 *
 * <p>Judging changes nothing; noting does.
 */
@HotPath
final class TcpWindow {
    /** How far back a segment may lie though the window is smaller: windows shrink. */
    static final int LEAST_BACK = 66_000;

    /** No event: the segment does not move the state. */
    static final int NO_EVENT = -1;

    /** What a window probe and a FIN may go beyond the window. */
    private static final int BEYOND = 2;

    // The byte of a direction: the offered window scale, and what is known.
    private static final int SCALE = 0x0f;
    private static final int SEEN = 0x10;
    private static final int ACKNOWLEDGES = 0x20;
    private static final int OFFERS_SCALE = 0x40;
    private static final int IN_UNITS = 0x80;

    private static final int MAX_SCALE = 14;
    private static final int MAX_WINDOW = 0xffff;

    private final ByteBuffer records;

    TcpWindow(ByteBuffer records) {
        this.records = records;
    }

    /** See {@link FlowTable#judge}. */
    DropReason judge(int node, ByteBuf buf, int at, int end) {
        if ((TcpHeader.flags(buf, at) & (TcpHeader.SYN | TcpHeader.RST)) != 0) {
            return judgeMark(node, buf, at, end);
        }
        return fits(node, buf, at, end) ? DropReason.NONE : DropReason.TCP_OUT_OF_WINDOW;
    }

    private boolean fits(int node, ByteBuf buf, int at, int end) {
        int peer = node ^ 1;
        if ((known(node) & known(peer) & SEEN) == 0) {
            return true;
        }
        int window = window(peer);
        int last = sequenceEnd(buf, at, end);
        int beyond = last - acknowledged(peer) - window - BEYOND;
        int before = last - sent(node) + Math.max(window, LEAST_BACK) + 1;
        int ahead = TcpHeader.acknowledgment(buf, at) - sent(peer);
        int behind = ahead + Math.max(window(node), LEAST_BACK) + 1;
        return beyond <= 0 && before >= 0 && behind >= 0 && (ahead <= 0 || ahead <= unknown(node));
    }

    /** How far an acknowledgment may be ahead of what was seen to be sent. */
    private int unknown(int node) {
        int flags = records.get(at(node) + FlowRecord.FLAGS);
        if ((flags & FlowRecord.PICKED_UP) != 0) {
            return MAX_WINDOW << MAX_SCALE;
        }
        return (flags & FlowRecord.PIECES) != 0 ? MAX_WINDOW : 0;
    }

    @ColdExit
    private DropReason judgeMark(int node, ByteBuf buf, int at, int end) {
        int flags = TcpHeader.flags(buf, at);
        if ((flags & TcpHeader.RST) != 0) {
            return mayReset(node, buf, at) ? DropReason.NONE : DropReason.TCP_RESET_OUT_OF_WINDOW;
        }
        if ((flags & TcpHeader.ACK) == 0) {
            return maySynchronise(node, buf, at, end)
                    ? DropReason.NONE
                    : DropReason.TCP_SYN_IN_FLOW;
        }
        return mayAccept(node, buf, at, end) ? DropReason.NONE : DropReason.TCP_OUT_OF_WINDOW;
    }

    /** RFC 9293 section 3.10.7.3 and 3.10.7.4, RFC 5961 section 3.2. */
    private boolean mayReset(int node, ByteBuf buf, int at) {
        if (isExpectedReset(node, buf, at)) {
            return true;
        }
        if (state(node) == FlowState.SYN_SENT) {
            return (node & 1) == 0;
        }
        int peer = node ^ 1;
        int ahead = TcpHeader.sequence(buf, at) - acknowledged(peer);
        return (known(node) & known(peer) & SEEN) == 0 || ahead >= 0 && ahead <= window(peer);
    }

    /** Returns whether a reset is one that the peer believes at once. */
    private boolean isExpectedReset(int node, ByteBuf buf, int at) {
        int peer = node ^ 1;
        int sequence = TcpHeader.sequence(buf, at);
        if (isOpening(node) && (node & 1) != 0 && answersSyn(node, buf, at)) {
            return true;
        }
        boolean next = (known(node) & SEEN) != 0 && sequence == sent(node);
        boolean unseen = (known(node) & SEEN) == 0 && state(node) != FlowState.SYN_SENT;
        boolean expected = (known(peer) & SEEN) != 0 && sequence == acknowledged(peer);
        return next || unseen || expected && state(node) != FlowState.SYN_SENT;
    }

    /** A SYN without ACK: the opener's, or the other half of a simultaneous open. */
    private boolean maySynchronise(int node, ByteBuf buf, int at, int end) {
        if ((node & 1) == 0) {
            return true;
        }
        boolean first = (known(node ^ 1) & ACKNOWLEDGES) == 0;
        return isOpening(node) && (first || sequenceEnd(buf, at, end) == sent(node));
    }

    /**
     * While the opener waits, it has to see the answer to an old SYN too, for its reset rids the
     * peer of a connection that was never wanted (RFC 9293 section 3.5).
     */
    private boolean mayAccept(int node, ByteBuf buf, int at, int end) {
        if (state(node) == FlowState.SYN_SENT) {
            return (node & 1) != 0;
        }
        return fits(node, buf, at, end) || isAnswerToAnother(node, buf, at);
    }

    /**
     * Returns whether a SYN|ACK that fits no window answers the opener's last SYN: to a peer that
     * has forgotten the open flow, or where somebody else's SYN came first.
     */
    private boolean isAnswerToAnother(int node, ByteBuf buf, int at) {
        boolean again = (records.get(at(node) + FlowRecord.FLAGS) & FlowRecord.SYN_AGAIN) != 0;
        boolean asked = again || state(node) == FlowState.SYN_RECEIVED;
        int sequence = records.getInt(at(node) + FlowRecord.SYN_SEQUENCE);
        return (node & 1) != 0 && asked && TcpHeader.acknowledgment(buf, at) - sequence == 1;
    }

    /** Returns whether a segment of the reply direction acknowledges the opener's SYN. */
    private boolean answersSyn(int node, ByteBuf buf, int at) {
        if ((TcpHeader.flags(buf, at) & TcpHeader.ACK) == 0) {
            return false;
        }
        int sequence = records.getInt(at(node) + FlowRecord.SYN_SEQUENCE);
        int ahead = TcpHeader.acknowledgment(buf, at) - sequence;
        return ahead > 0 && ahead <= sent(node ^ 1) - sequence;
    }

    /**
     * Learns from a segment that was judged {@code NONE}.
     *
     * @return what it is to the state, an event of {@link FlowState}, or {@link #NO_EVENT}
     */
    int note(int node, ByteBuf buf, int at, int end) {
        int flags = TcpHeader.flags(buf, at);
        if ((flags & TcpHeader.SYN) != 0) {
            return noteSyn(node, buf, at, end);
        }
        if ((flags & TcpHeader.RST) != 0) {
            return noteReset(node, buf, at);
        }
        if (state(node) == FlowState.SYN_SENT || isShort(node, buf, at)) {
            return NO_EVENT;
        }
        if ((known(node) & known(node ^ 1) & ACKNOWLEDGES) == 0) {
            meet(node, buf, at, end);
        }
        int last = sequenceEnd(buf, at, end);
        int event = (flags & TcpHeader.FIN) != 0 ? FlowState.FIN : FlowState.ACK;
        if (last - sent(node) > 0) {
            records.putInt(number(node) + FlowRecord.SEQUENCE_END, last);
            event = isRevival(node) ? FlowState.ALIVE : event;
        }
        int acknowledgment = TcpHeader.acknowledgment(buf, at);
        if (acknowledgment - acknowledged(node) > 0) {
            records.putInt(number(node) + FlowRecord.ACKNOWLEDGMENT, acknowledgment);
        }
        if (TcpHeader.window(buf, at) > rawWindow(node)) {
            rawWindow(node, TcpHeader.window(buf, at));
        }
        return event;
    }

    /** The opener's acknowledgment does not reach the peer's SYN: it opens nothing. */
    private boolean isShort(int node, ByteBuf buf, int at) {
        return state(node) == FlowState.SYN_RECEIVED
                && (node & 1) == 0
                && TcpHeader.acknowledgment(buf, at) - acknowledged(node) < 0;
    }

    /** Whoever reset the flow sends on: it was somebody else's reset (RFC 7857 section 2.2). */
    private boolean isRevival(int node) {
        return state(node) == FlowState.CLOSED
                && records.get(at(node) + FlowRecord.RESET_BY) == (node & 1);
    }

    /** The first acknowledgment of an end; of a flow that was picked up, the first sign of it. */
    @ColdExit
    private void meet(int node, ByteBuf buf, int at, int end) {
        int peer = node ^ 1;
        int acknowledgment = TcpHeader.acknowledgment(buf, at);
        if ((known(node) & SEEN) == 0) {
            records.putInt(number(node) + FlowRecord.SEQUENCE_END, sequenceEnd(buf, at, end));
            records.putInt(number(node) + FlowRecord.ACKNOWLEDGMENT, acknowledgment);
            widen(node);
        }
        if ((known(peer) & SEEN) == 0) {
            records.putInt(number(peer) + FlowRecord.SEQUENCE_END, acknowledgment);
            int sequence = TcpHeader.sequence(buf, at);
            records.putInt(number(peer) + FlowRecord.ACKNOWLEDGMENT, sequence);
            widen(peer);
        }
        know(node, known(node) | ACKNOWLEDGES);
    }

    /** Takes any window for possible: the SYN, and with it the scale, has not been seen. */
    private void widen(int node) {
        know(node, SEEN | OFFERS_SCALE | IN_UNITS | MAX_SCALE);
        rawWindow(node, MAX_WINDOW);
    }

    @ColdExit
    private int noteReset(int node, ByteBuf buf, int at) {
        if (!isExpectedReset(node, buf, at)) {
            return NO_EVENT;
        }
        if (state(node) != FlowState.CLOSED) {
            records.put(at(node) + FlowRecord.RESET_BY, (byte) (node & 1));
        }
        return FlowState.RST;
    }

    @ColdExit
    private int noteSyn(int node, ByteBuf buf, int at, int end) {
        boolean acknowledges = (TcpHeader.flags(buf, at) & TcpHeader.ACK) != 0;
        if (acknowledges) {
            return noteSynAck(node, buf, at, end);
        }
        boolean opener = (node & 1) == 0;
        if (opener && !mayStart(node)) {
            int sequence = TcpHeader.sequence(buf, at);
            if (sequence != records.getInt(at(node) + FlowRecord.SYN_SEQUENCE)) {
                records.putInt(at(node) + FlowRecord.SYN_SEQUENCE, sequence);
                flag(node, FlowRecord.SYN_AGAIN);
            }
            return NO_EVENT;
        }
        if (opener) {
            forget(node);
            records.putInt(at(node) + FlowRecord.SYN_SEQUENCE, TcpHeader.sequence(buf, at));
        }
        learn(node, buf, at, end);
        return FlowState.SYN;
    }

    /** Returns whether the opener's SYN begins the connection, the first or the next one. */
    private boolean mayStart(int node) {
        int state = state(node);
        return state == FlowState.SYN_SENT || FlowState.isOver(state);
    }

    private int noteSynAck(int node, ByteBuf buf, int at, int end) {
        if (state(node) == FlowState.SYN_SENT && !answersSyn(node, buf, at)) {
            return NO_EVENT;
        }
        boolean again = state(node) != FlowState.SYN_SENT && !fits(node, buf, at, end);
        int event = again ? FlowState.REOPEN : FlowState.SYN_ACK;
        if (again && (records.get(at(node) + FlowRecord.FLAGS) & FlowRecord.SYN_AGAIN) != 0) {
            forget(node);
            int sent = TcpHeader.acknowledgment(buf, at);
            records.putInt(number(node ^ 1) + FlowRecord.SEQUENCE_END, sent);
            widen(node ^ 1);
        }
        if (again || (known(node) & SEEN) == 0) {
            learn(node, buf, at, end);
        }
        int acknowledgment = TcpHeader.acknowledgment(buf, at);
        boolean first = (known(node) & ACKNOWLEDGES) == 0;
        if (first || acknowledgment - acknowledged(node) > 0) {
            records.putInt(number(node) + FlowRecord.ACKNOWLEDGMENT, acknowledgment);
            know(node, known(node) | ACKNOWLEDGES);
        }
        return event;
    }

    /** Learns an end's SYN; its window is not scaled (RFC 7323 section 2.2). */
    private void learn(int node, ByteBuf buf, int at, int end) {
        int peer = node ^ 1;
        int scaleAt = TcpHeader.windowScaleAt(buf, at);
        int scale = scaleAt < 0 ? 0 : Math.min(buf.getUnsignedByte(scaleAt), MAX_SCALE);
        know(node, SEEN | (scaleAt < 0 ? 0 : OFFERS_SCALE) | scale);
        records.putInt(number(node) + FlowRecord.SEQUENCE_END, sequenceEnd(buf, at, end));
        rawWindow(node, TcpHeader.window(buf, at));
        int next = TcpHeader.sequence(buf, at) + 1;
        records.putInt(number(peer) + FlowRecord.ACKNOWLEDGMENT, next);
        if ((known(node) & known(peer) & OFFERS_SCALE) != 0) {
            toUnits(node);
            toUnits(peer);
        }
    }

    private void toUnits(int node) {
        int known = known(node);
        if ((known & IN_UNITS) == 0) {
            int scale = known & SCALE;
            rawWindow(node, rawWindow(node) + (1 << scale) - 1 >>> scale);
            know(node, known | IN_UNITS);
        }
    }

    /** Forgets what both ends have sent. */
    private void forget(int node) {
        int record = at(node);
        records.putShort(record + FlowRecord.SCALE, (short) 0);
        records.putLong(record + FlowRecord.SEQUENCE_END, 0);
        records.putLong(record + FlowRecord.ACKNOWLEDGMENT, 0);
        records.putInt(record + FlowRecord.WINDOW, 0);
        int gone = FlowRecord.SYN_AGAIN | FlowRecord.PICKED_UP | FlowRecord.PIECES;
        int flags = records.get(record + FlowRecord.FLAGS) & ~gone;
        records.put(record + FlowRecord.FLAGS, (byte) flags);
    }

    private void flag(int node, int flag) {
        int flags = records.get(at(node) + FlowRecord.FLAGS) | flag;
        records.put(at(node) + FlowRecord.FLAGS, (byte) flags);
    }

    /** Returns the sequence number after the last byte; SYN and FIN count. */
    private static int sequenceEnd(ByteBuf buf, int at, int end) {
        int flags = TcpHeader.flags(buf, at);
        int marks = (flags & TcpHeader.SYN) >>> 1;
        marks += flags & TcpHeader.FIN;
        int header = TcpHeader.headerLength(buf, at);
        return TcpHeader.sequence(buf, at) + end - at - header + marks;
    }

    private boolean isOpening(int node) {
        return state(node) <= FlowState.SYN_RECEIVED;
    }

    private int state(int node) {
        return records.get(at(node) + FlowRecord.STATE);
    }

    private int known(int node) {
        return records.get(at(node) + FlowRecord.SCALE + (node & 1) * FlowRecord.SCALE_STEP);
    }

    private void know(int node, int known) {
        int direction = (node & 1) * FlowRecord.SCALE_STEP;
        records.put(at(node) + FlowRecord.SCALE + direction, (byte) known);
    }

    int sent(int node) {
        return records.getInt(number(node) + FlowRecord.SEQUENCE_END);
    }

    int acknowledged(int node) {
        return records.getInt(number(node) + FlowRecord.ACKNOWLEDGMENT);
    }

    /** Returns the largest window that an end has offered, in bytes. */
    int window(int node) {
        int known = known(node);
        boolean scaled = (known & known(node ^ 1) & OFFERS_SCALE) != 0;
        return rawWindow(node) << (scaled ? known & SCALE : 0);
    }

    private int rawWindow(int node) {
        int direction = (node & 1) * FlowRecord.WINDOW_STEP;
        return records.getShort(at(node) + FlowRecord.WINDOW + direction) & 0xffff;
    }

    private void rawWindow(int node, int window) {
        int direction = (node & 1) * FlowRecord.WINDOW_STEP;
        records.putShort(at(node) + FlowRecord.WINDOW + direction, (short) window);
    }

    private static int at(int node) {
        return (node >>> 1) * FlowRecord.BYTES;
    }

    private static int number(int node) {
        return (node >>> 1) * FlowRecord.BYTES + (node & 1) * FlowRecord.NUMBER_STEP;
    }
}
