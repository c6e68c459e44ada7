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
        ByteBuf asked = Unpooled.wrappedBuffer(query);
        boolean readable = DnsHeader.checkQuestion(asked, 0, query.length) == DropReason.NONE;
        int end = readable ? DnsHeader.questionEnd(asked, 0) : DnsHeader.LENGTH;
        int opt = readable ? DnsRecord.findOpt(asked, 0, query.length) : DnsRecord.NOT_FOUND;
        boolean edns = opt != DnsRecord.NOT_FOUND;
        byte[] answer = Arrays.copyOf(query, end + (edns ? 1 + DnsRecord.FIXED_LENGTH : 0));
        ByteBuf message = Unpooled.wrappedBuffer(answer);
        int kept = 0xf << 11 | DnsHeader.RECURSION_DESIRED | DnsHeader.CHECKING_DISABLED;
        int flags = DnsHeader.flags(asked, 0) & kept | DnsHeader.RESPONSE;
        DnsHeader.flags(message, 0, flags | DnsHeader.RECURSION_AVAILABLE | rcode);
        DnsHeader.counts(message, 0, readable ? 1 : 0, edns ? 1 : 0);
        if (edns) {
            message.setByte(end, 0);
            message.setShort(end + 1, DnsRecord.OPT);
            message.setShort(end + 3, EDNS_BYTES);
            message.setInt(end + 5, (int) DnsRecord.ttl(asked, opt) & DNSSEC_OK);
            message.setShort(end + 9, 0);
        }
        return answer;
    }
}
