package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          Source Port          |       Destination Port        |
 * |                        Sequence Number                        |
 * |                    Acknowledgment Number                      |
 * | Offset| Rsrvd |C|E|U|A|P|R|S|F|            Window             |
 * |           Checksum            |         Urgent Pointer        |
 * |                           [Options]                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
@HotPath
public final class TcpHeader {
    /** Bytes of a header without options. */
    public static final int LENGTH = 20;

    /** No more data from the sender. */
    public static final int FIN = 0x01;

    /** Synchronise sequence numbers. */
    public static final int SYN = 0x02;

    /** Reset. */
    public static final int RST = 0x04;

    /** Push. */
    public static final int PSH = 0x08;

    /** The acknowledgment number counts. */
    public static final int ACK = 0x10;

    /** The urgent pointer counts. */
    public static final int URG = 0x20;

    private static final int DESTINATION_PORT = 2;
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int WINDOW = 14;
    private static final int CHECKSUM = 16;
    private static final int URGENT = 18;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_MSS_LENGTH = 4;
    private static final int OPTION_WINDOW_SCALE = 3;
    private static final int OPTION_WINDOW_SCALE_LENGTH = 3;
    private static final int OPTION_SACK = 5;
    private static final int OPTION_TIMESTAMPS = 8;
    private static final int OPTION_TIMESTAMPS_LENGTH = 10;
    private static final int ANY_LENGTH = 0;

    private TcpHeader() {}

    /**
     * Checks that the header with its options is there, and that the flags make sense: no SYN with
     * FIN or RST, no RST with FIN, and an ACK in everything but the first SYN and a reset (RFC 9293
     * section 3.10.7).
     *
     * @param buf the buffer
     * @param at index of the header
     * @param end index after the last byte of the packet
     */
    public static DropReason check(ByteBuf buf, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.TCP_TRUNCATED;
        }
        int header = headerLength(buf, at);
        if (header < LENGTH || header > end - at) {
            return DropReason.TCP_BAD_OFFSET;
        }
        return flagsMakeSense(flags(buf, at)) ? DropReason.NONE : DropReason.TCP_BAD_FLAGS;
    }

    private static boolean flagsMakeSense(int flags) {
        return switch (flags & (SYN | RST | FIN)) {
            case 0, FIN -> (flags & ACK) != 0;
            case SYN, RST -> true;
            default -> false;
        };
    }

    /** Returns the source port. */
    public static int sourcePort(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at);
    }

    /** Returns the destination port. */
    public static int destinationPort(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + DESTINATION_PORT);
    }

    /** Returns the sequence number. */
    public static int sequence(ByteBuf buf, int at) {
        return buf.getInt(at + SEQUENCE);
    }

    /** Returns the acknowledgment number. */
    public static int acknowledgment(ByteBuf buf, int at) {
        return buf.getInt(at + ACKNOWLEDGMENT);
    }

    /** Returns bytes of the header with its options, a multiple of 4. */
    public static int headerLength(ByteBuf buf, int at) {
        return (buf.getByte(at + OFFSET) & 0xf0) >>> 2;
    }

    /** Returns the eight flags, CWR highest, FIN lowest. */
    public static int flags(ByteBuf buf, int at) {
        return buf.getUnsignedByte(at + FLAGS);
    }

    /** Returns the window, not scaled. */
    public static int window(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + WINDOW);
    }

    /** Returns the checksum. */
    public static int checksum(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + CHECKSUM);
    }

    /**
     * Changes both ports.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param ports the new source port in the high half, the new destination port in the low half
     * @param addressDelta what changed in the pseudo header, see {@link Checksum#delta32}
     */
    public static void changePorts(ByteBuf buf, int at, int ports, long addressDelta) {
        changeChecksum(buf, at, addressDelta + Checksum.delta32(buf.getInt(at), ports));
        buf.setInt(at, ports);
    }

    /** Updates the checksum for a change elsewhere. */
    public static void changeChecksum(ByteBuf buf, int at, long delta) {
        buf.setShort(at + CHECKSUM, Checksum.apply(checksum(buf, at), delta));
    }

    /**
     * Finds the value of the maximum segment size option (RFC 9293 section 3.7.1). Options that
     * reach beyond the header end the search.
     *
     * @param buf the buffer
     * @param at index of a header that was checked
     * @return absolute index of the two bytes of the value, or -1
     */
    public static int mssAt(ByteBuf buf, int at) {
        return optionAt(buf, at, OPTION_MSS, OPTION_MSS_LENGTH);
    }

    /**
     * Finds the shift count of the window scale option (RFC 7323 section 2).
     *
     * @param buf the buffer
     * @param at index of a header that was checked
     * @return absolute index of the byte, or -1
     */
    public static int windowScaleAt(ByteBuf buf, int at) {
        return optionAt(buf, at, OPTION_WINDOW_SCALE, OPTION_WINDOW_SCALE_LENGTH);
    }

    /**
     * Finds the timestamps option (RFC 7323 section 3).
     *
     * @param buf the buffer
     * @param at index of a header that was checked
     * @return absolute index of the value, which the echo follows, or -1
     */
    public static int timestampsAt(ByteBuf buf, int at) {
        return optionAt(buf, at, OPTION_TIMESTAMPS, OPTION_TIMESTAMPS_LENGTH);
    }

    /**
     * Finds the selective acknowledgment option (RFC 2018 section 3).
     *
     * @param buf the buffer
     * @param at index of a header that was checked
     * @return absolute index of the first left edge; the byte before is the option's length: 2 and
     *     8 for each block; or -1
     */
    public static int sackAt(ByteBuf buf, int at) {
        return optionAt(buf, at, OPTION_SACK, ANY_LENGTH);
    }

    /** Returns the urgent pointer, an offset from the sequence number. */
    public static int urgent(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + URGENT);
    }

    /** Writes the urgent pointer; voids the checksum. */
    public static void putUrgent(ByteBuf buf, int at, int urgent) {
        buf.setShort(at + URGENT, urgent);
    }

    /** Writes the sequence number; voids the checksum. */
    public static void putSequence(ByteBuf buf, int at, int sequence) {
        buf.setInt(at + SEQUENCE, sequence);
    }

    /** Writes the acknowledgment number; voids the checksum. */
    public static void putAcknowledgment(ByteBuf buf, int at, int acknowledgment) {
        buf.setInt(at + ACKNOWLEDGMENT, acknowledgment);
    }

    /** Writes the eight flags; voids the checksum. */
    public static void putFlags(ByteBuf buf, int at, int flags) {
        buf.setByte(at + FLAGS, flags);
    }

    /** Writes the window, not scaled; voids the checksum. */
    public static void putWindow(ByteBuf buf, int at, int window) {
        buf.setShort(at + WINDOW, window);
    }

    /**
     * Writes the timestamps option behind a header without options, which becomes longer by 12
     * bytes; voids the checksum.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param value the clock of who sends
     * @param echo the clock of who receives
     */
    public static void appendTimestamps(ByteBuf buf, int at, int value, int echo) {
        int option = at + LENGTH;
        buf.setByte(at + OFFSET, LENGTH + 12 << 2);
        buf.setShort(option, OPTION_NOP << 8 | OPTION_NOP);
        buf.setShort(option + 2, OPTION_TIMESTAMPS << 8 | OPTION_TIMESTAMPS_LENGTH);
        buf.setInt(option + 4, value);
        buf.setInt(option + 8, echo);
    }

    private static int optionAt(ByteBuf buf, int at, int wanted, int wantedLength) {
        int end = at + headerLength(buf, at);
        int index = at + LENGTH;
        while (index < end) {
            int kind = buf.getByte(index);
            if (kind == OPTION_NOP) {
                index++;
                continue;
            }
            if (kind == OPTION_END || end - index < 2) {
                return -1;
            }
            int length = buf.getUnsignedByte(index + 1);
            if (length < 2 || length > end - index) {
                return -1;
            }
            if (kind == wanted && (length == wantedLength || wantedLength == ANY_LENGTH)) {
                return index + 2;
            }
            index += length;
        }
        return -1;
    }

    /**
     * Changes a 16-bit value inside the options, with the checksum. An option may start at an odd
     * byte; the sum then takes the value with its halves exchanged (RFC 1071 section 2).
     *
     * @param buf the buffer
     * @param at index of the header
     * @param valueAt absolute index of the value
     * @param value the new value
     */
    public static void changeOption16(ByteBuf buf, int at, int valueAt, int value) {
        int before = buf.getUnsignedShort(valueAt);
        boolean odd = (valueAt - at & 1) != 0;
        changeChecksum(
                buf,
                at,
                odd
                        ? Checksum.delta16(exchange(before), exchange(value))
                        : Checksum.delta16(before, value));
        buf.setShort(valueAt, value);
    }

    private static int exchange(int value) {
        return (value & 0xff) << 8 | value >>> 8 & 0xff;
    }

    /**
     * Computes the checksum of header and payload.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param end index after the last byte of the segment
     * @param addresses source in the high half, destination in the low half
     * @return what the field must hold
     */
    public static int computeChecksum(ByteBuf buf, int at, int end, long addresses) {
        long sum =
                Checksum.pseudo(
                                (int) (addresses >>> 32),
                                (int) addresses,
                                Ipv4Header.PROTOCOL_TCP,
                                end - at)
                        + Checksum.sum(buf, at, CHECKSUM)
                        + Checksum.sum(buf, at + CHECKSUM + 2, end - at - CHECKSUM - 2);
        return Checksum.finish(sum);
    }

    /**
     * Writes a header without options, with window, checksum and urgent pointer 0.
     *
     * @param buf the buffer
     * @param at index of the header
     * @param ports the source port in the high half, the destination port in the low half
     * @param sequence the sequence number
     * @param acknowledgment the acknowledgment number
     * @param flags the eight flags
     */
    public static void write(
            ByteBuf buf, int at, int ports, int sequence, int acknowledgment, int flags) {
        buf.setInt(at, ports);
        buf.setInt(at + SEQUENCE, sequence);
        buf.setInt(at + ACKNOWLEDGMENT, acknowledgment);
        buf.setInt(at + OFFSET, LENGTH >>> 2 << 28 | flags << 16);
        buf.setInt(at + CHECKSUM, 0);
    }

    /** Writes the checksum. */
    public static void putChecksum(ByteBuf buf, int at, int checksum) {
        buf.setShort(at + CHECKSUM, checksum);
    }
}
