package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/**
 * A resource record in place (RFC 1035 section 4.1.3), and a walk over all of them. A record is
 * named by the index of its fixed part, the ten bytes after the owner name.
 */
public final class DnsRecord {
    // owner name, then: TYPE (2) CLASS (2) TTL (4) RDLENGTH (2) RDATA
    private static final int TYPE = 0;
    private static final int CLASS = 2;
    private static final int TTL = 4;
    private static final int DATA_LENGTH = 8;

    /** Length of the fixed part, in bytes. */
    public static final int FIXED_LENGTH = 10;

    /** TYPE of the EDNS pseudo-record (RFC 6891). */
    public static final int OPT = 41;

    /** TYPE of an incremental zone transfer. */
    public static final int IXFR = 251;

    /** TYPE of a zone transfer. */
    public static final int AXFR = 252;

    /** No such record. */
    public static final int NOT_FOUND = -1;

    private DnsRecord() {}

    /**
     * Checks one record.
     *
     * @param message the buffer
     * @param nameAt index of its owner name
     * @param end index after the last byte of the message
     */
    public static DropReason check(ByteBuf message, int nameAt, int end) {
        int fixed = DnsName.skip(message, nameAt, end);
        if (fixed == DnsName.BAD) {
            return DropReason.DNS_BAD_NAME;
        }
        boolean whole =
                end - fixed >= FIXED_LENGTH
                        && end - fixed - FIXED_LENGTH >= dataLength(message, fixed);
        return whole ? DropReason.NONE : DropReason.DNS_TRUNCATED;
    }

    /** Returns TYPE. */
    public static int type(ByteBuf message, int fixed) {
        return message.getUnsignedShort(fixed + TYPE);
    }

    /** Returns CLASS; in an OPT record, the sender's UDP payload size. */
    public static int recordClass(ByteBuf message, int fixed) {
        return message.getUnsignedShort(fixed + CLASS);
    }

    /** Returns TTL in seconds, unsigned; in an OPT record, extended RCODE, version and flags. */
    public static long ttl(ByteBuf message, int fixed) {
        return message.getUnsignedInt(fixed + TTL);
    }

    /** Returns the length of RDATA in bytes. */
    public static int dataLength(ByteBuf message, int fixed) {
        return message.getUnsignedShort(fixed + DATA_LENGTH);
    }

    /** Returns the index after the record. */
    public static int next(ByteBuf message, int fixed) {
        return fixed + FIXED_LENGTH + dataLength(message, fixed);
    }

    /**
     * Checks every question and record that the counts promise. Bytes after the last one are
     * allowed.
     *
     * @param message the buffer
     * @param at index of the message's first byte
     * @param end index after its last byte
     */
    public static DropReason checkAll(ByteBuf message, int at, int end) {
        if (end - at < DnsHeader.LENGTH) {
            return DropReason.DNS_TRUNCATED;
        }
        int place = at + DnsHeader.LENGTH;
        for (int i = DnsHeader.questionCount(message, at); i > 0; i--) {
            place = DnsName.skip(message, place, end);
            if (place == DnsName.BAD) {
                return DropReason.DNS_BAD_NAME;
            }
            place += 4;
            if (place > end) {
                return DropReason.DNS_TRUNCATED;
            }
        }
        for (int i = recordCount(message, at); i > 0; i--) {
            DropReason reason = check(message, place, end);
            if (reason != DropReason.NONE) {
                return reason;
            }
            place = next(message, DnsName.skip(message, place, end));
        }
        return DropReason.NONE;
    }

    /**
     * Finds the EDNS record.
     *
     * @param message a message that {@link DnsHeader#checkQuestion} approved
     * @param at index of its first byte
     * @param end index after its last byte
     * @return the index of its fixed part, or {@link #NOT_FOUND} when there is none or the records
     *     before it are damaged
     */
    public static int findOpt(ByteBuf message, int at, int end) {
        int place = DnsHeader.questionEnd(message, at);
        for (int i = recordCount(message, at); i > 0; i--) {
            if (check(message, place, end) != DropReason.NONE) {
                return NOT_FOUND;
            }
            int fixed = DnsName.skip(message, place, end);
            if (type(message, fixed) == OPT) {
                return fixed;
            }
            place = next(message, fixed);
        }
        return NOT_FOUND;
    }

    private static int recordCount(ByteBuf message, int at) {
        return DnsHeader.answerCount(message, at)
                + DnsHeader.authorityCount(message, at)
                + DnsHeader.additionalCount(message, at);
    }
}
