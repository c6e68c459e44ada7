package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.wire.DnsHeader;
import bauta.wire.DnsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Recognises the answer to a query, and makes the few answers that are our own. */
final class DnsReplies {
    /** UDP payload size in our own OPT records (the DNS flag day's value). */
    private static final int EDNS_BYTES = 1232;

    private static final int DNSSEC_OK = 0x8000;

    /** Length of an EDNS record without options. */
    static final int OPT_BYTES = 1 + DnsRecord.FIXED_LENGTH;

    private DnsReplies() {}

    /**
     * Returns whether a message answers a query: its id, the response bit, the OPCODE and the
     * question, byte for byte (RFC 5452 section 9). A server that could not read the query may
     * leave the question out, if it says so by its RCODE.
     *
     * @param query a checked query as it was sent
     * @param answer what came back, anything
     */
    static boolean answers(byte[] query, byte[] answer) {
        if (answer.length < DnsHeader.LENGTH || query[0] != answer[0] || query[1] != answer[1]) {
            return false;
        }
        ByteBuf asked = Unpooled.wrappedBuffer(query);
        ByteBuf got = Unpooled.wrappedBuffer(answer);
        if (!DnsHeader.isResponse(got, 0)
                || DnsHeader.opcode(got, 0) != DnsHeader.opcode(asked, 0)) {
            return false;
        }
        if (answer.length == DnsHeader.LENGTH && DnsHeader.questionCount(got, 0) == 0) {
            int rcode = DnsHeader.rcode(got, 0);
            return rcode != DnsHeader.NOERROR && rcode != DnsHeader.NXDOMAIN;
        }
        int end = DnsHeader.questionEnd(asked, 0);
        return DnsHeader.checkQuestion(got, 0, answer.length) == DropReason.NONE
                && Arrays.equals(
                        query, DnsHeader.LENGTH, end, answer, DnsHeader.LENGTH, end(answer, end));
    }

    private static int end(byte[] answer, int end) {
        return Math.min(end, answer.length);
    }

    /** Returns whether another server may do better: SERVFAIL or REFUSED. */
    static boolean isPoor(byte[] answer) {
        int rcode = DnsHeader.rcode(Unpooled.wrappedBuffer(answer), 0);
        return rcode == DnsHeader.SERVFAIL || rcode == DnsHeader.REFUSED;
    }

    /** Returns whether an answer says that it is cut off. */
    static boolean isTruncated(byte[] answer) {
        return (DnsHeader.flags(Unpooled.wrappedBuffer(answer), 0) & DnsHeader.TRUNCATED) != 0;
    }

    /**
     * Returns a copy of a message under another id.
     *
     * @param message the message
     * @param id 16 bits
     */
    static byte[] withId(byte[] message, int id) {
        byte[] copy = message.clone();
        DnsHeader.id(Unpooled.wrappedBuffer(copy), 0, id);
        return copy;
    }

    /** Returns the id of a message of at least 2 bytes. */
    static int id(byte[] message) {
        return DnsHeader.id(Unpooled.wrappedBuffer(message), 0);
    }

    /**
     * Makes an answer that carries nothing but an RCODE: the question is repeated when it can be
     * read, and EDNS is answered by EDNS (RFC 6891 section 6.1.1).
     *
     * @param query at least a header
     * @param rcode 0 to 15
     */
    static byte[] error(byte[] query, int rcode) {
        return error(query, rcode, ExtendedError.NONE);
    }

    /**
     * The same with the reason, for clients that speak EDNS (RFC 8914).
     *
     * @param query at least a header
     * @param rcode 0 to 15
     * @param why in the words of RFC 8914
     */
    static byte[] error(byte[] query, int rcode, ExtendedError why) {
        ByteBuf asked = Unpooled.wrappedBuffer(query);
        boolean readable = DnsHeader.checkQuestion(asked, 0, query.length) == DropReason.NONE;
        int end = readable ? DnsHeader.questionEnd(asked, 0) : DnsHeader.LENGTH;
        int opt = readable ? DnsRecord.findOpt(asked, 0, query.length) : DnsRecord.NOT_FOUND;
        boolean edns = opt != DnsRecord.NOT_FOUND;
        byte[] option = edns ? why.option() : new byte[0];
        byte[] answer = Arrays.copyOf(query, end + (edns ? OPT_BYTES + option.length : 0));
        ByteBuf message = Unpooled.wrappedBuffer(answer);
        DnsHeader.flags(message, 0, answerFlags(asked) | rcode);
        DnsHeader.counts(message, 0, readable ? 1 : 0, edns ? 1 : 0);
        if (edns) {
            writeOpt(message, end, (DnsRecord.ttl(asked, opt) & DNSSEC_OK) != 0);
            message.setShort(end + OPT_BYTES - 2, option.length);
            message.setBytes(end + OPT_BYTES, option);
        }
        return answer;
    }

    /** Returns QR and RA with what an answer keeps of a query's flags. */
    static int answerFlags(ByteBuf query) {
        int kept = 0xf << 11 | DnsHeader.RECURSION_DESIRED | DnsHeader.CHECKING_DISABLED;
        return DnsHeader.flags(query, 0) & kept
                | DnsHeader.RESPONSE
                | DnsHeader.RECURSION_AVAILABLE;
    }

    private static void writeOpt(ByteBuf message, int at, boolean dnssecOk) {
        message.setByte(at, 0);
        message.setShort(at + 1, DnsRecord.OPT);
        message.setShort(at + 3, EDNS_BYTES);
        message.setInt(at + 5, dnssecOk ? DNSSEC_OK : 0);
        message.setShort(at + 9, 0);
    }

    /**
     * Adds an EDNS record of our own to an answer that has none.
     *
     * @param question of the client
     * @param out holds the answer
     * @param length of the answer
     * @param option what it says, may be empty
     * @return the new length
     */
    static int addOpt(Question question, byte[] out, int length, byte[] option) {
        int at = addOpt(question, out, length);
        put(out, at - 2, option.length);
        System.arraycopy(option, 0, out, at, option.length);
        return at + option.length;
    }

    /** The same without an option. */
    static int addOpt(Question question, byte[] out, int length) {
        out[length] = 0;
        put(out, length + 1, DnsRecord.OPT);
        put(out, length + 3, EDNS_BYTES);
        put(out, length + 5, 0);
        put(out, length + 7, question.dnssecOk() ? DNSSEC_OK : 0);
        put(out, length + 9, 0);
        put(out, 10, ((out[10] & 0xff) << 8 | out[11] & 0xff) + 1);
        return length + OPT_BYTES;
    }

    private static void put(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 8);
        out[at + 1] = (byte) value;
    }

    /** Writes that nothing follows the question. */
    static void noRecords(byte[] out) {
        Arrays.fill(out, 6, DnsHeader.LENGTH, (byte) 0);
    }

    /**
     * Makes an answer that came by a connection fit for a client that asked by UDP: when it is too
     * long, the question alone is left, marked as truncated (RFC 2181 section 9).
     *
     * @param answer passes whole when it fits
     * @param question of the client
     */
    static byte[] fit(byte[] answer, Question question, int limit) {
        int end = question.end();
        if (answer.length <= limit || answer.length < end) {
            return answer;
        }
        byte[] out = Arrays.copyOf(answer, end + (question.edns() ? OPT_BYTES : 0));
        out[2] |= (byte) (DnsHeader.TRUNCATED >>> 8);
        noRecords(out);
        if (question.edns()) {
            addOpt(question, out, end);
        }
        return out;
    }
}
