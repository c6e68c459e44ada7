package bauta.flow;

import bauta.wire.TcpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * One end of a simulated connection: sends a number of bytes and a FIN, sends again what is not
 * acknowledged, respects and offers windows, which may shrink to nothing. Numbers are offsets from
 * the first sequence number: 0 the SYN, 1 the first byte.
 */
final class TcpEnd {
    private static final int RETRANSMIT_MILLIS = 200;

    /** A segment as it is on the wire, with ISNs and scales applied. */
    record Segment(
            boolean fromOpener, int flags, int sequence, int ack, int window, int scale, int data) {
        boolean is(int flag) {
            return (flags & flag) != 0;
        }
    }

    private final boolean opener;
    private final Random random;
    private final int firstNumber;
    private final int bytes;
    private final int room;
    private final int scale;
    private final int maxSegment;
    private final TreeMap<Long, Long> early = new TreeMap<>();
    private int peerFirstNumber;
    private boolean heardSyn;
    private boolean scaled;
    private int peerScale;
    private long acknowledged;
    private long next;
    private long sendLimit = 1;
    private long received;
    private int unread;
    private int lastSentMillis;

    /**
     * Makes an end.
     *
     * @param bytes how many it sends
     * @param scale its window scale, or -1 for none
     */
    TcpEnd(boolean opener, Random random, int bytes, int scale) {
        this.opener = opener;
        this.random = random;
        this.firstNumber = random.nextInt();
        this.bytes = bytes;
        this.scale = scale;
        this.room = random.nextInt(2000, scale > 0 ? Math.min(65_535 << scale, 500_000) : 65_535);
        this.maxSegment = random.nextInt(100, 1461);
    }

    private long fin() {
        return bytes + 1L;
    }

    boolean isDone() {
        return acknowledged == fin() + 1;
    }

    /** Returns the number that the peer expects next, if all that was sent has come. */
    int nextNumber() {
        return number(next);
    }

    private int number(long offset) {
        return firstNumber + (int) offset;
    }

    /** Sends what may be sent now. */
    List<Segment> send(int nowMillis) {
        List<Segment> out = new ArrayList<>();
        boolean late = nowMillis - lastSentMillis >= RETRANSMIT_MILLIS;
        if (acknowledged == 0) {
            if ((opener || heardSyn) && (next == 0 || late)) {
                next = 1;
                lastSentMillis = nowMillis;
                out.add(segment(TcpHeader.SYN | (heardSyn ? TcpHeader.ACK : 0), 0, 0));
            }
            return out;
        }
        if (!heardSyn) {
            return out;
        }
        if (late && !isDone()) {
            next = acknowledged;
            lastSentMillis = nowMillis;
            out.add(data(Math.max(sendLimit, next + 1)));
        }
        while (next < Math.min(sendLimit, fin() + 1) && out.size() < 8) {
            lastSentMillis = nowMillis;
            out.add(data(sendLimit));
        }
        if (random.nextInt(40) == 0) {
            out.add(segment(TcpHeader.ACK, next - 1, 0));
        }
        return out;
    }

    private Segment data(long limit) {
        long from = next;
        int length = (int) Math.min(maxSegment, Math.min(limit, fin()) - from);
        boolean last = from + length == fin() && fin() < limit;
        next = from + length + (last ? 1 : 0);
        return segment(TcpHeader.ACK | (last ? TcpHeader.FIN : 0), from, length);
    }

    private Segment segment(int flags, long offset, int length) {
        boolean syn = (flags & TcpHeader.SYN) != 0;
        int window = room - unread;
        return new Segment(
                opener,
                flags,
                number(offset),
                (flags & TcpHeader.ACK) == 0 ? 0 : peerFirstNumber + (int) received,
                syn || !scaled ? Math.min(window, 65_535) : window >> scale,
                syn ? scale : -1,
                length);
    }

    /** Takes a segment and returns what is sent at once. */
    List<Segment> receive(Segment segment) {
        if (segment.is(TcpHeader.SYN)) {
            synchronise(segment);
        }
        if (segment.is(TcpHeader.ACK) && heardSyn) {
            acknowledged(segment);
        }
        if (!heardSyn || segment.is(TcpHeader.SYN) && !segment.is(TcpHeader.ACK)) {
            return List.of();
        }
        boolean marks = segment.data > 0 || segment.is(TcpHeader.FIN) || segment.is(TcpHeader.SYN);
        boolean kept = segment.sequence - peerFirstNumber < received;
        take(segment);
        unread = Math.max(0, unread - random.nextInt(2 * maxSegment));
        return (marks || kept) && random.nextInt(4) > 0
                ? List.of(segment(TcpHeader.ACK, next, 0))
                : List.of();
    }

    private void synchronise(Segment segment) {
        if (!heardSyn) {
            heardSyn = true;
            peerFirstNumber = segment.sequence;
            received = 1;
            scaled = scale >= 0 && segment.scale >= 0;
            peerScale = scaled ? segment.scale : 0;
        }
    }

    private void acknowledged(Segment segment) {
        long ack = acknowledged + (segment.ack - number(acknowledged));
        if (ack < acknowledged || ack > next && ack > fin() + 1) {
            return;
        }
        acknowledged = ack;
        next = Math.max(next, ack);
        int window = segment.window << (segment.is(TcpHeader.SYN) ? 0 : peerScale);
        sendLimit = ack + window;
    }

    private void take(Segment segment) {
        long from = received + (segment.sequence - peerFirstNumber - (int) received);
        long to = from + segment.data + (segment.is(TcpHeader.FIN) ? 1 : 0);
        to = Math.min(to, received + room - unread);
        if (to <= received || segment.is(TcpHeader.SYN)) {
            return;
        }
        early.merge(from, to, Math::max);
        long before = received;
        while (!early.isEmpty() && early.firstKey() <= received) {
            received = Math.max(received, early.pollFirstEntry().getValue());
        }
        unread += (int) (received - before);
    }
}
