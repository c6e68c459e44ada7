package bauta.wire;

import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The Internet checksum (RFC 1071), whole and incremental (RFC 1624). Partial sums are unsigned
 * counts of 16-bit words that have not been folded; a checksum is 0 to 0xffff as it stands in a
 * header. UDP's two zeros (RFC 768) are {@link UdpHeader}'s business.
 */
@HotPath
public final class Checksum {
    private Checksum() {}

    /**
     * Computes the checksum of a range.
     *
     * @param buf the buffer
     * @param at absolute index of the first byte
     * @param length in bytes; an odd last byte counts as if a zero followed
     * @return 0 to 0xffff
     */
    public static int of(ByteBuf buf, int at, int length) {
        return finish(sum(buf, at, length));
    }

    /**
     * Sums a range, 8 bytes at a time.
     *
     * @param buf the buffer
     * @param at absolute index of the first byte
     * @param length in bytes
     * @return the partial sum
     */
    public static long sum(ByteBuf buf, int at, int length) {
        long sum = 0;
        int index = at;
        int end = at + length;
        for (; end - index >= Long.BYTES; index += Long.BYTES) {
            long word = buf.getLong(index);
            sum += (word >>> 32) + (word & 0xffff_ffffL);
        }
        return sum + sumWords(buf, index, end - index);
    }

    /**
     * Sums a range 16 bits at a time: the plain form of {@link #sum}.
     *
     * @param buf the buffer
     * @param at absolute index of the first byte
     * @param length in bytes
     * @return the partial sum
     */
    public static long sumWords(ByteBuf buf, int at, int length) {
        long sum = 0;
        int index = at;
        int end = at + length;
        for (; end - index >= 2; index += 2) {
            sum += buf.getUnsignedShort(index);
        }
        return index < end ? sum + (buf.getUnsignedByte(index) << 8) : sum;
    }

    /**
     * Sums the pseudo header of TCP and UDP over IPv4 (RFC 9293 section 3.1).
     *
     * @param source the source address
     * @param destination the destination address
     * @param protocol the protocol number
     * @param length bytes of the segment or datagram with its header
     * @return the partial sum
     */
    public static long pseudo(int source, int destination, int protocol, int length) {
        return (source & 0xffff_ffffL) + (destination & 0xffff_ffffL) + protocol + length;
    }

    /**
     * Folds a partial sum and complements it.
     *
     * @param sum a partial sum
     * @return the checksum, 0 to 0xffff
     */
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    private static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /**
     * What changing a 16-bit field adds to a partial sum.
     *
     * @param before the field as it was, 0 to 0xffff
     * @param after the field as it is now, 0 to 0xffff
     * @return the difference, to be given to {@link #apply}; differences add up
     */
    public static long delta16(int before, int after) {
        return (~before & 0xffffL) + (after & 0xffffL);
    }

    /**
     * What changing a 32-bit field adds to a partial sum.
     *
     * @param before the field as it was
     * @param after the field as it is now
     * @return the difference, to be given to {@link #apply}; differences add up
     */
    public static long delta32(int before, int after) {
        return (~before & 0xffff_ffffL) + (after & 0xffff_ffffL);
    }

    /**
     * Updates a checksum incrementally: HC' = ~(~HC + ~m + m'), RFC 1624 equation 3.
     *
     * @param checksum the checksum as it was
     * @param delta the sum of {@link #delta16} and {@link #delta32} of all changed fields
     * @return the checksum of the changed bytes; a wrong one stays wrong
     */
    public static int apply(int checksum, long delta) {
        return finish((~checksum & 0xffffL) + delta);
    }
}
