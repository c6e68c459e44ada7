package bauta.service.dns;

import bauta.wire.DnsHeader;
import bauta.wire.DnsName;
import bauta.wire.DnsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * What a client's message asks, read in place. One object can be used again for message after
 * message. A message is <em>plain</em> when nothing but its question and a few flags can change the
 * answer; only plain ones are answered from the cache or together with others. Owned by one thread.
 */
final class Question {
    /** The longest query in bytes: what is in flight must fit a small heap. */
    static final int MAX = 4096;

    /** What a client without EDNS can take by UDP (RFC 1035 section 4.2.1). */
    static final int PLAIN_UDP_BYTES = 512;

    private static final int AUTHENTIC_DATA = 0x0020;
    private static final int WANTED = AUTHENTIC_DATA | DnsHeader.CHECKING_DISABLED;
    private static final int DNSSEC_OK = 0x8000;

    private static final int OPTION_COOKIE = 10;
    private static final int OPTION_KEEPALIVE = 11;
    private static final int OPTION_PADDING = 12;
    private static final int OPTION_ERROR = 15;

    /** Nobody outside can foresee which names share a bucket. */
    private static final long SEED = new SecureRandom().nextLong();

    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final byte[] FOLD = fold();

    private byte[] octets = new byte[0];
    private ByteBuf view = Unpooled.EMPTY_BUFFER;
    private int length;
    private int end;
    private int type;
    private int questionClass;
    private int wants;
    private int udpBytes;
    private long hash;
    private boolean plain;
    private boolean edns;

    private static byte[] fold() {
        byte[] fold = new byte[256];
        for (int i = 0; i < fold.length; i++) {
            fold[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 'a' - 'A' : i);
        }
        return fold;
    }

    /**
     * Reads a message that stays as it is.
     *
     * @param message anything
     */
    static Question of(byte[] message) {
        Question question = new Question();
        question.read(message, Unpooled.wrappedBuffer(message), message.length);
        return question;
    }

    /**
     * Reads a message whose answer has to come from a server now.
     *
     * @param message one that can be read
     */
    static Question fresh(byte[] message) {
        Question question = of(message);
        question.plain = false;
        return question;
    }

    /**
     * Reads a message.
     *
     * @param octets holds it from index 0
     * @param view the same octets
     * @param length of the message
     * @return whether it is plain
     */
    boolean read(byte[] octets, ByteBuf view, int length) {
        this.octets = octets;
        this.view = view;
        this.length = length;
        plain = false;
        edns = false;
        wants = 0;
        udpBytes = PLAIN_UDP_BYTES;
        end = 0;
        if (length < DnsHeader.LENGTH || length > MAX || DnsHeader.questionCount(view, 0) != 1) {
            return false;
        }
        int nameEnd = DnsName.skipUncompressed(view, DnsHeader.LENGTH, length);
        if (nameEnd == DnsName.BAD || length - nameEnd < 4) {
            return false;
        }
        end = nameEnd + 4;
        type = view.getUnsignedShort(nameEnd);
        questionClass = view.getUnsignedShort(nameEnd + 2);
        plain = readFlags() && readAdditional();
        if (plain) {
            hash = hash(nameEnd);
        } else {
            readOpt();
        }
        return plain;
    }

    private boolean readFlags() {
        int flags = DnsHeader.flags(view, 0);
        wants = (flags & WANTED) >>> 3; // bit 0 is for DO
        boolean meta = type >= DnsRecord.TKEY && type < DnsRecord.ANY || type == DnsRecord.OPT;
        return (flags & ~WANTED) == DnsHeader.RECURSION_DESIRED
                && !meta
                && questionClass < DnsRecord.CLASS_NONE
                && DnsHeader.answerCount(view, 0) == 0
                && DnsHeader.authorityCount(view, 0) == 0;
    }

    private boolean readAdditional() {
        int count = DnsHeader.additionalCount(view, 0);
        if (count == 0) {
            return length == end;
        }
        int fixed = end + 1;
        if (count != 1 || length - end < 1 + DnsRecord.FIXED_LENGTH || octets[end] != 0) {
            return false;
        }
        long extended = DnsRecord.ttl(view, fixed);
        if (DnsRecord.type(view, fixed) != DnsRecord.OPT
                || DnsRecord.next(view, fixed) != length
                || (extended & ~DNSSEC_OK) != 0) {
            return false;
        }
        edns = true;
        udpBytes = Math.max(PLAIN_UDP_BYTES, DnsRecord.recordClass(view, fixed));
        wants |= extended == 0 ? 0 : 1;
        return hasNeutralOptionsOnly(fixed + DnsRecord.FIXED_LENGTH);
    }

    /** Options that say nothing about the answer itself. */
    private boolean hasNeutralOptionsOnly(int from) {
        int at = from;
        while (length - at >= 4) {
            switch (view.getUnsignedShort(at)) {
                case OPTION_COOKIE, OPTION_KEEPALIVE, OPTION_PADDING, OPTION_ERROR ->
                        at += 4 + view.getUnsignedShort(at + 2);
                default -> {
                    return false;
                }
            }
        }
        return at == length;
    }

    private void readOpt() {
        int opt = DnsRecord.findOpt(view, 0, length);
        edns = opt != DnsRecord.NOT_FOUND;
        if (edns) {
            udpBytes = Math.max(PLAIN_UDP_BYTES, DnsRecord.recordClass(view, opt));
        }
    }

    private long hash(int nameEnd) {
        long sum = SEED ^ wants;
        for (int i = DnsHeader.LENGTH; i < nameEnd; i++) {
            sum = (sum ^ FOLD[octets[i] & 0xff]) * SPREAD;
        }
        sum = (sum ^ type << 16 ^ questionClass) * SPREAD;
        return sum ^ sum >>> 32;
    }

    /** Returns whether the answer to an equal question is the answer to this one. */
    boolean plain() {
        return plain;
    }

    /** Returns the message; it begins at index 0. */
    byte[] octets() {
        return octets;
    }

    /** Returns the length of the message in bytes. */
    int length() {
        return length;
    }

    /** Returns the index after the question, 0 when there is none that can be read. */
    int end() {
        return end;
    }

    /** Returns QTYPE. */
    int type() {
        return type;
    }

    /** Returns QCLASS. */
    int questionClass() {
        return questionClass;
    }

    /** Returns a hash of a plain question; any spelling of the name has the same. */
    long hash() {
        return hash;
    }

    /** Returns the bits of DO, CD and AD, which make another answer (RFC 4035, RFC 6840). */
    int wants() {
        return wants;
    }

    /** Returns whether the client speaks EDNS (RFC 6891). */
    boolean edns() {
        return edns;
    }

    /** Returns whether the client takes DNSSEC records. */
    boolean dnssecOk() {
        return (wants & 1) != 0;
    }

    /** Returns how long an answer may be. */
    int limit(Transport transport) {
        return transport == Transport.UDP ? udpBytes : DnsHeader.MAX_MESSAGE;
    }

    /** Returns whether a message that repeats a question of the same length asks the same. */
    boolean sameName(byte[] other) {
        for (int i = DnsHeader.LENGTH; i < end - 4; i++) {
            if (FOLD[octets[i] & 0xff] != FOLD[other[i] & 0xff]) {
                return false;
            }
        }
        for (int i = end - 4; i < end; i++) {
            if (octets[i] != other[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns what all spellings of a plain question share, to find it in a map. */
    ByteBuffer key() {
        byte[] key = new byte[end - DnsHeader.LENGTH + 1];
        for (int i = DnsHeader.LENGTH; i < end - 4; i++) {
            key[i - DnsHeader.LENGTH] = FOLD[octets[i] & 0xff];
        }
        System.arraycopy(octets, end - 4, key, key.length - 5, 4);
        key[key.length - 1] = (byte) wants;
        return ByteBuffer.wrap(key);
    }

    /** Returns the name in small letters without the last dot; empty for the root. */
    String name() {
        String text = DnsName.text(view, 0, DnsHeader.LENGTH, end - 4).toLowerCase(Locale.ROOT);
        return text.substring(0, text.length() - 1);
    }
}
