package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.nat.FragmentIds;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;

/**
 * Cuts a packet that is longer than its way out takes and may be cut (RFC 791 section 3.2). The
 * packet has been rewritten already; the first piece stays in its frame, the others get frames of
 * their own.
 */
final class Fragmenter {
    private static final int MAX_PIECES = 32;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_COPIED = 0x80;

    private final PathState state;
    private final Egress egress;
    private final FragmentIds identifications;
    private final ByteBuf buf;
    private final int[] pieces = new int[MAX_PIECES];
    private final int[] lengths = new int[MAX_PIECES];

    Fragmenter(PathState state, Egress egress, FragmentIds identifications) {
        this.state = state;
        this.egress = egress;
        this.identifications = identifications;
        this.buf = state.buf;
    }

    /**
     * Cuts and sends.
     *
     * @param packet the packet, with the addresses that it leaves with
     * @param side where it goes
     * @param mtuBytes the longest packet there
     * @param renumbered whether it gets an identification of ours
     */
    @ColdExit
    void send(Packet packet, int side, int mtuBytes, boolean renumbered) {
        int destination = Ipv4Header.destination(buf, packet.at);
        if (renumbered) {
            int source = Ipv4Header.source(buf, packet.at);
            int id = identifications.next(source, destination, packet.protocol);
            Ipv4Header.changeIdentification(buf, packet.at, id);
        }
        int count = cut(packet, mtuBytes);
        for (int i = 0; i < count; i++) {
            egress.send(side, destination, pieces[i], lengths[i]);
        }
    }

    /** Fills pieces and lengths and returns how many; 0 when the packet had to be dropped. */
    private int cut(Packet packet, int mtuBytes) {
        int at = packet.at;
        int header = packet.payload - at;
        int data = packet.end - packet.payload;
        int step = mtuBytes - header & -8;
        int count = step <= 0 ? MAX_PIECES + 1 : (data + step - 1) / step;
        if (count > MAX_PIECES || state.pool.available() < count - 1) {
            state.drop(
                    at, count > MAX_PIECES ? DropReason.IPV4_TOO_BIG : DropReason.FRAME_POOL_EMPTY);
            return 0;
        }
        int offset = Ipv4Header.fragmentOffset(buf, at);
        boolean more = Ipv4Header.moreFragments(buf, at);
        for (int i = 1; i < count; i++) {
            int length = Math.min(step, data - i * step);
            pieces[i] = copy(at, packet.payload + i * step, length);
            lengths[i] = headerLength(pieces[i]) + length;
            finish(pieces[i], lengths[i], offset + i * step, more || i + 1 < count);
        }
        pieces[0] = at;
        lengths[0] = header + step;
        finish(at, lengths[0], offset, true);
        state.generated += count - 1;
        return count;
    }

    private int headerLength(int at) {
        return Ipv4Header.headerLength(buf, at);
    }

    private void finish(int at, int length, int offset, boolean more) {
        Ipv4Header.putTotalLength(buf, at, length);
        Ipv4Header.putFragment(buf, at, offset, more);
        Ipv4Header.writeChecksum(buf, at);
    }

    /** Copies the header, with the options that every piece carries, and a part of the data. */
    private int copy(int at, int dataAt, int length) {
        int piece = state.pool.allocate();
        buf.setBytes(piece, buf, at, Ipv4Header.LENGTH);
        int end = copyOptions(at, piece + Ipv4Header.LENGTH);
        Ipv4Header.putHeaderLength(buf, piece, end - piece);
        buf.setBytes(end, buf, dataAt, length);
        return piece;
    }

    private int copyOptions(int at, int to) {
        int index = at + Ipv4Header.LENGTH;
        int end = at + headerLength(at);
        int out = to;
        while (index < end && buf.getByte(index) != OPTION_END) {
            int kind = buf.getUnsignedByte(index);
            int length = kind == OPTION_NOP ? 1 : optionLength(index, end);
            if ((kind & OPTION_COPIED) != 0) {
                buf.setBytes(out, buf, index, length);
                out += length;
            }
            index += length;
        }
        while ((out - to) % 4 != 0) {
            buf.setByte(out++, OPTION_END);
        }
        return out;
    }

    /** The length of an option; one that makes no sense takes the rest of the header. */
    private int optionLength(int index, int end) {
        int claimed = end - index < 2 ? 0 : buf.getUnsignedByte(index + 1);
        return claimed < 2 || claimed > end - index ? end - index : claimed;
    }
}
