package bauta.alg;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a control connection over TCP, with text that is longer or shorter behind us
 * than before us. Numbers <em>before</em> are the sender's sequence numbers, numbers
 * <em>behind</em> those that the receiver sees.
 *
 * <p>What a unit becomes is kept as a region until the receiver has acknowledged it, so that every
 * retransmission, however cut, says the same. The segment that holds the last byte of a region
 * carries all of it. Bytes of a unit that is not whole are held, and acknowledged in the receiver's
 * name once everything before them has arrived: else Nagle's algorithm would keep the sender from
 * sending the rest. The segment that completes the unit carries them, and remains the sender's to
 * repeat until the receiver has it, so nothing is lost that was acknowledged. What comes after a
 * gap is dropped and comes again.
 *
 * <p>All numbers are modulo 2^32. Router loop only.
 */
final class EditedStream {
    /** Regions that may wait for acknowledgment; new data must wait while there are so many. */
    private static final int MOST_REGIONS = 16;

    /** Bytes that regions may keep; new data must wait while they are so many. */
    private static final int MOST_REGION_BYTES = 1024;

    private static final byte[] NOTHING = {};

    /** What became of a segment. */
    enum Fate {
        /** Send it, with the payload and sequence number given. */
        SEND,
        /** Send it, and acknowledge what is held to the sender. */
        SEND_AND_ANSWER,
        /** It comes after a gap, or when too much waits for acknowledgment: end it. */
        NOT_YET
    }

    /**
     * A segment as it came.
     *
     * @param sequence its number before
     * @param at where its bytes begin in the payload scratch, with room before for what is held
     * @param length how many they are, 0 or more
     * @param fin whether it ends the stream
     */
    record Segment(int sequence, int at, int length, boolean fin) {}

    /** Reads units, see {@link StreamSession#read}. */
    @FunctionalInterface
    interface Reader {
        int read(Payload payload);
    }

    /** Bytes before from {@code from} to {@code to}, and what stands for them behind. */
    private static final class Region {
        final int from;
        final int to;
        final byte[] text;

        Region(int from, int to, byte[] text) {
            this.from = from;
            this.to = to;
            this.text = text;
        }

        int growth() {
            return text.length - (to - from);
        }
    }

    private final Deque<Region> regions = new ArrayDeque<>();
    private final int direction;
    private int regionBytes;

    /** What is added to numbers before to get numbers behind, before the first region. */
    private int growth;

    /** The number after the last byte that has come. */
    private int next;

    /** Bytes that wait for the rest of their unit; they end at {@link #next}. */
    private byte[] held = NOTHING;

    /** Bytes of the unit read last that have not come yet. */
    private int unread;

    private boolean begun;

    /** The number of its first byte. */
    private int first;

    private boolean given;
    private boolean everEdited;
    private boolean finished;

    /** The highest number that the sender was told to have arrived. */
    private int told;

    /** The number that the receiver has acknowledged last. */
    private int acknowledged;

    private int outSequence;
    private int outLength;

    EditedStream(int direction) {
        this.direction = direction;
    }

    /** Begins, or begins anew, with the sequence number of a SYN. */
    void begin(int sequence) {
        if (begun && first == sequence + 1) {
            return;
        }
        begun = true;
        first = sequence + 1;
        finished = false;
        told = sequence + 1;
        regions.clear();
        regionBytes = 0;
        growth = 0;
        next = sequence + 1;
        acknowledged = next;
        held = NOTHING;
        unread = 0;
    }

    /** Returns whether bytes have come since another SYN than this. */
    boolean hasBegunAt(int sequence) {
        return begun && sequence + 1 != first;
    }

    /** Shows nothing more; what is held goes on with the next segment. */
    void giveUp() {
        given = true;
    }

    /** Returns whether numbers and bytes are the same on both sides now and from now on. */
    boolean isPlain() {
        return given && growth == 0 && regions.isEmpty() && held.length == 0;
    }

    /** Returns whether text has ever been changed. */
    boolean everEdited() {
        return everEdited;
    }

    /** Returns the number behind of a segment. */
    int outSequence() {
        return outSequence;
    }

    /** Returns bytes of the payload behind, in the array given. */
    int outLength() {
        return outLength;
    }

    /** Returns whether it shows nothing more. */
    boolean hasGivenUp() {
        return given;
    }

    /** Tells the sender that all that is held has arrived, and returns that number. */
    int answer() {
        told = next;
        return next;
    }

    /** Returns the bytes kept. */
    int bytes() {
        return regionBytes + held.length;
    }

    /**
     * Takes a segment without SYN and RST.
     *
     * @param segment the segment
     * @param payload holds its bytes; scratch otherwise
     * @param reader reads what is new
     * @param out takes the payload behind
     */
    Fate take(Segment segment, Payload payload, Reader reader, byte[] out) {
        int sequence = segment.sequence();
        int end = sequence + segment.length();
        if (sequence - next > 0) {
            return Fate.NOT_YET;
        }
        int fresh = end - next;
        if (fresh > 0) {
            if (regions.size() >= MOST_REGIONS || regionBytes >= MOST_REGION_BYTES) {
                return Fate.NOT_YET;
            }
            read(segment, fresh, payload, reader);
        }
        if (segment.fin() && end == next && held.length > 0) {
            add(next - held.length, next, held);
            held = NOTHING;
        }
        emit(segment, payload, out);
        if (segment.fin() && end == next && !finished) {
            finished = true;
            next++;
        }
        boolean starved = segment.length() > 0 && outLength == 0 && held.length > 0;
        return starved && acknowledged == behind(heldFrom()) ? Fate.SEND_AND_ANSWER : Fate.SEND;
    }

    private int heldFrom() {
        return next - held.length;
    }

    /** Shows new bytes, with what was held, unit by unit. */
    private void read(Segment segment, int fresh, Payload payload, Reader reader) {
        int start = segment.at() + segment.length() - fresh - held.length;
        int stop = segment.at() + segment.length();
        int hadHeld = held.length;
        System.arraycopy(held, 0, payload.bytes, start, hadHeld);
        int base = heldFrom();
        next += fresh;
        held = NOTHING;
        int at = 0;
        int length = stop - start;
        while (at < length) {
            if (unread > 0) {
                int passed = Math.min(unread, length - at);
                unread -= passed;
                at += passed;
                continue;
            }
            payload.show(direction, start + at, stop);
            int unit = given ? length - at : reader.read(payload);
            if (unit == StreamSession.WAIT) {
                held = payload.copy(0, length - at);
                break;
            }
            if (unit <= 0 || at == 0 && unit <= hadHeld) {
                given = true;
                payload.show(direction, start + at, stop);
                unit = length - at;
            }
            int here = Math.min(unit, length - at);
            keep(payload, base + at, here, at == 0 ? hadHeld : 0);
            unread = unit - here;
            at += here;
        }
    }

    /** Keeps what a unit becomes, when it changes or was held in part. */
    private void keep(Payload payload, int number, int length, int heldBytes) {
        if (heldBytes > 0) {
            everEdited |= payload.isEdited();
            add(number, number + length, payload.edited(0, length));
        } else if (payload.isEdited()) {
            int first = payload.firstEdited();
            int last = payload.lastEdited();
            everEdited = true;
            add(number + first, number + last, payload.edited(first, last));
        }
    }

    private void add(int from, int to, byte[] text) {
        regions.addLast(new Region(from, to, text));
        regionBytes += text.length;
    }

    /** Writes what stands for the bytes of a segment. */
    private void emit(Segment segment, Payload payload, byte[] out) {
        int end = segment.sequence() + segment.length();
        int cursor = segment.sequence();
        outSequence = behind(cursor);
        outLength = 0;
        for (Region region : regions) {
            boolean over =
                    region.to - cursor < 0 || region.to == cursor && !endsAt(segment, region);
            if (over) {
                continue;
            }
            if (region.from - end > 0) {
                break;
            }
            if (region.from - cursor > 0) {
                copy(segment, payload, cursor, region.from, out);
            }
            if (region.to - end > 0) {
                return;
            }
            if (outLength == 0) {
                outSequence = behind(region.from);
            }
            System.arraycopy(region.text, 0, out, outLength, region.text.length);
            outLength += region.text.length;
            cursor = region.to;
        }
        int stop = held.length > 0 && heldFrom() - end < 0 ? heldFrom() : end;
        if (stop - cursor > 0) {
            copy(segment, payload, cursor, stop, out);
        }
    }

    /** Returns whether a FIN without bytes carries the region before it: it was held until then. */
    private static boolean endsAt(Segment segment, Region region) {
        return segment.fin() && segment.length() == 0 && segment.sequence() == region.to;
    }

    private void copy(Segment segment, Payload payload, int from, int to, byte[] out) {
        int source = segment.at() + (from - segment.sequence());
        System.arraycopy(payload.bytes, source, out, outLength, to - from);
        outLength += to - from;
    }

    /**
     * Returns the number behind of a number before; within a region, or within what is held, that
     * of its first byte.
     */
    int behind(int before) {
        int added = growth;
        for (Region region : regions) {
            if (region.to - before > 0) {
                return region.from - before < 0 ? region.from + added : before + added;
            }
            added += region.growth();
        }
        boolean inHeld = held.length > 0 && before - heldFrom() > 0;
        return (inHeld ? heldFrom() : before) + added;
    }

    /**
     * Returns the number before of a number behind, down to the first byte of a region: of what the
     * receiver has acknowledged, or of a left edge.
     */
    int before(int behind) {
        int added = growth;
        for (Region region : regions) {
            int last = region.from + added + region.text.length;
            if (last - behind > 0) {
                int first = region.from + added;
                return first - behind < 0 ? region.from : behind - added;
            }
            added += region.growth();
        }
        return behind - added;
    }

    /** The same up to the last byte of a region: of a left edge, below which bytes are missing. */
    int beforeUp(int behind) {
        int added = growth;
        for (Region region : regions) {
            int first = region.from + added;
            if (first + region.text.length - behind > 0) {
                return first - behind < 0 ? region.to : behind - added;
            }
            added += region.growth();
        }
        return behind - added;
    }

    /**
     * Returns what the sender is told of an acknowledgment: with all that is held, when nothing
     * else is missing, and never less than it was told already.
     */
    int toldBefore(int behind) {
        boolean all = held.length > 0 && behind == behind(heldFrom());
        int arrived = all ? next : before(behind);
        return told - arrived > 0 ? told : arrived;
    }

    /**
     * Forgets what the receiver has for sure.
     *
     * @param behind what it has acknowledged, believed by now
     */
    void acknowledged(int behind) {
        told = toldBefore(behind);
        acknowledged = behind - acknowledged > 0 ? behind : acknowledged;
        while (!regions.isEmpty()) {
            Region first = regions.getFirst();
            if (first.from + growth + first.text.length - behind > 0) {
                return;
            }
            growth += first.growth();
            regionBytes -= first.text.length;
            regions.removeFirst();
        }
    }
}
