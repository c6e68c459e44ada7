package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * One configuration option of a control protocol (RFC 1661 section 6): a byte of type, a byte of
 * length that counts both, value. What the type means depends on the protocol: {@link LcpOption},
 * {@link IpcpOption}.
 *
 * @param type 0 to 255
 * @param value at most 253 bytes
 */
public record PppOption(int type, Octets value) {
    private static final int HEADER_LENGTH = 2;
    private static final int MAX_VALUE_LENGTH = 253;

    /** Refuses what no option can carry. */
    public PppOption {
        if (type < 0 || type > 255 || value.length() > MAX_VALUE_LENGTH) {
            throw new IllegalArgumentException("no option: type " + type + " " + value.length());
        }
    }

    /** Returns the bytes that it takes in a message. */
    public int length() {
        return HEADER_LENGTH + value.length();
    }

    /**
     * Reads options up to the end.
     *
     * @param from buffer of the message
     * @param at index of the first option
     * @param end index behind the message
     * @return the options in order, or {@code PPP_BAD_OPTION} with the offset from {@code at}
     */
    static Decoded<List<PppOption>> parseAll(ByteBuf from, int at, int end) {
        List<PppOption> options = new ArrayList<>();
        int next = at;
        while (next < end) {
            int length = end - next < HEADER_LENGTH ? 0 : from.getUnsignedByte(next + 1);
            if (length < HEADER_LENGTH || length > end - next) {
                return new Decoded.Malformed<>(DropReason.PPP_BAD_OPTION, next - at);
            }
            Octets value = Octets.of(from, next + HEADER_LENGTH, length - HEADER_LENGTH);
            options.add(new PppOption(from.getUnsignedByte(next), value));
            next += length;
        }
        return new Decoded.Ok<>(List.copyOf(options));
    }

    /**
     * Writes options one behind the other.
     *
     * @param options in order
     * @param to buffer with room for them
     * @param at index of the first byte
     * @return the index behind the last byte
     */
    static int emitAll(List<PppOption> options, ByteBuf to, int at) {
        int next = at;
        for (PppOption option : options) {
            to.setByte(next, option.type());
            to.setByte(next + 1, option.length());
            next = option.value().emit(to, next + HEADER_LENGTH);
        }
        return next;
    }
}
