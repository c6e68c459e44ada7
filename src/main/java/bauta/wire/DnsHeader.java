package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/**
 * The fixed header of a DNS message (RFC 1035 section 4.1.1) and its first question. Reads in
 * place; the forwarder passes messages byte-true and changes nothing but the id.
 */
public final class DnsHeader {
    //  0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
    // +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
    // |                      ID                       |
    // |QR|   OPCODE  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
    // |  QDCOUNT  |  ANCOUNT  |  NSCOUNT  |  ARCOUNT  |
    private static final int ID = 0;
    private static final int FLAGS = 2;
    private static final int QUESTIONS = 4;
    private static final int ANSWERS = 6;
    private static final int AUTHORITIES = 8;
    private static final int ADDITIONALS = 10;

    /** Length of the header in bytes; the first question starts here. */
    public static final int LENGTH = 12;

    /** The longest message, in bytes: the length field of the TCP framing has 16 bits. */
    public static final int MAX_MESSAGE = 65_535;

    /** QR: set in answers. */
    public static final int RESPONSE = 0x8000;

    /** TC: the answer did not fit, ask again by TCP. */
    public static final int TRUNCATED = 0x0200;

    /** RD: recursion desired. */
    public static final int RECURSION_DESIRED = 0x0100;

    /** RA: recursion available. */
    public static final int RECURSION_AVAILABLE = 0x0080;

    /** CD: checking disabled (RFC 4035). */
    public static final int CHECKING_DISABLED = 0x0010;

    /** OPCODE of an ordinary query. */
    public static final int OPCODE_QUERY = 0;

    /** RCODE: no error. */
    public static final int NOERROR = 0;

    /** RCODE: the server could not read the query. */
    public static final int FORMERR = 1;

    /** RCODE: the server failed. */
    public static final int SERVFAIL = 2;

    /** RCODE: the name does not exist. */
    public static final int NXDOMAIN = 3;

    /** RCODE: the server does not know this kind of query. */
    public static final int NOTIMP = 4;

    /** RCODE: the server does not want to answer. */
    public static final int REFUSED = 5;

    private DnsHeader() {}

    /**
     * Checks the fixed header only.
     *
     * @param message the buffer
     * @param at index of the message's first byte
     * @param end index after its last byte
     */
    public static DropReason check(ByteBuf message, int at, int end) {
        return end - at < LENGTH ? DropReason.DNS_TRUNCATED : DropReason.NONE;
    }

    /**
     * Checks the header and that exactly one well-formed question follows. After {@code NONE},
     * {@link #questionEnd}, {@link #questionType} and {@link #questionClass} stay inside.
     *
     * @param message the buffer
     * @param at index of the message's first byte
     * @param end index after its last byte
     */
    public static DropReason checkQuestion(ByteBuf message, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.DNS_TRUNCATED;
        }
        if (questionCount(message, at) != 1) {
            return DropReason.DNS_BAD_COUNT;
        }
        int nameEnd = DnsName.skipUncompressed(message, at + LENGTH, end);
        if (nameEnd == DnsName.BAD) {
            return DropReason.DNS_BAD_NAME;
        }
        return end - nameEnd < 4 ? DropReason.DNS_TRUNCATED : DropReason.NONE;
    }

    /** Returns the 16-bit id. */
    public static int id(ByteBuf message, int at) {
        return message.getUnsignedShort(at + ID);
    }

    /** Writes the 16-bit id. */
    public static void id(ByteBuf message, int at, int id) {
        message.setShort(at + ID, id);
    }

    /** Returns the second 16 bits: QR, OPCODE, flags, RCODE. */
    public static int flags(ByteBuf message, int at) {
        return message.getUnsignedShort(at + FLAGS);
    }

    /** Writes the second 16 bits. */
    public static void flags(ByteBuf message, int at, int flags) {
        message.setShort(at + FLAGS, flags);
    }

    /** Returns whether this is an answer. */
    public static boolean isResponse(ByteBuf message, int at) {
        return (flags(message, at) & RESPONSE) != 0;
    }

    /** Returns the OPCODE, 0 to 15. */
    public static int opcode(ByteBuf message, int at) {
        return flags(message, at) >>> 11 & 0xf;
    }

    /** Returns the RCODE without the extension of EDNS, 0 to 15. */
    public static int rcode(ByteBuf message, int at) {
        return flags(message, at) & 0xf;
    }

    /** Returns QDCOUNT. */
    public static int questionCount(ByteBuf message, int at) {
        return message.getUnsignedShort(at + QUESTIONS);
    }

    /** Returns ANCOUNT. */
    public static int answerCount(ByteBuf message, int at) {
        return message.getUnsignedShort(at + ANSWERS);
    }

    /** Returns NSCOUNT. */
    public static int authorityCount(ByteBuf message, int at) {
        return message.getUnsignedShort(at + AUTHORITIES);
    }

    /** Returns ARCOUNT. */
    public static int additionalCount(ByteBuf message, int at) {
        return message.getUnsignedShort(at + ADDITIONALS);
    }

    /** Writes all four counts. */
    public static void counts(ByteBuf message, int at, int questions, int additionals) {
        message.setShort(at + QUESTIONS, questions);
        message.setShort(at + ANSWERS, 0);
        message.setShort(at + AUTHORITIES, 0);
        message.setShort(at + ADDITIONALS, additionals);
    }

    /**
     * Returns the index after the first question.
     *
     * @param message a message that {@link #checkQuestion} approved
     * @param at index of its first byte
     */
    public static int questionEnd(ByteBuf message, int at) {
        return DnsName.skipUncompressed(message, at + LENGTH, message.capacity()) + 4;
    }

    /** Returns QTYPE of the first question; after {@link #checkQuestion}. */
    public static int questionType(ByteBuf message, int at) {
        return message.getUnsignedShort(questionEnd(message, at) - 4);
    }

    /** Returns QCLASS of the first question; after {@link #checkQuestion}. */
    public static int questionClass(ByteBuf message, int at) {
        return message.getUnsignedShort(questionEnd(message, at) - 2);
    }
}
