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

    /** TYPE of an IPv4 address. */
    public static final int A = 1;

    /** TYPE of a name server. */
    public static final int NS = 2;

    /** TYPE of the start of a zone. */
    public static final int SOA = 6;

    /** TYPE of a name to an address. */
    public static final int PTR = 12;

    /** TYPE of an old signature, of a record or a whole message (RFC 2931). */
    public static final int SIG = 24;

    /** TYPE of an IPv6 address (RFC 3596). */
    public static final int AAAA = 28;

    /** TYPE of the EDNS pseudo-record (RFC 6891). */
    public static final int OPT = 41;

    /** TYPE of the key of a signed zone below (RFC 4034). */
    public static final int DS = 43;

    /** TYPE of a service (RFC 9460). */
    public static final int SVCB = 64;

    /** TYPE of a web service (RFC 9460). */
    public static final int HTTPS = 65;

    /** TYPE of an agreement on keys (RFC 2930), the first that is no record of a zone. */
    public static final int TKEY = 249;

    /** TYPE of a message's signature (RFC 8945). */
    public static final int TSIG = 250;

    /** TYPE of an incremental zone transfer. */
    public static final int IXFR = 251;

    /** TYPE of a zone transfer. */
    public static final int AXFR = 252;

    /** QTYPE of everything there is. */
    public static final int ANY = 255;

    /** CLASS of the Internet. */
    public static final int CLASS_IN = 1;

    /** CLASS of nothing (RFC 2136), the first that no zone has. */
    public static final int CLASS_NONE = 254;

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
