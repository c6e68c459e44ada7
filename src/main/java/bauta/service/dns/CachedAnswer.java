package bauta.service.dns;

import bauta.wire.DnsHeader;
import org.jspecify.annotations.Nullable;

/**
 * An answer without its EDNS record, which belongs to one exchange alone (RFC 6891 section 6.1.1),
 * and where its TTLs stand. Written for each client anew: its id, its spelling of the name, its own
 * EDNS, its room.
 */
final class CachedAnswer {
    /** TTL of an answer whose time is over (RFC 8767 section 4), in seconds. */
    private static final int STALE_TTL_SECONDS = 30;

    /** What an entry takes beside its arrays, with its place in the table. */
    private static final int FIXED_BYTES = 96;

    private static final int ARRAY_BYTES = 24;
    private static final long SECOND = 1_000_000_000L;
    private static final int AUTHORITATIVE = 0x0400;
    private static final byte[] NO_OPTION = {};

    private final byte[] message;
    private final int end;
    private final char[] ttlAt;
    private final long hash;
    private final int wants;
    private final long storedNanos;
    private final long lifeNanos;
    private long staleFromNanos = Long.MIN_VALUE;

    // Links of the cache that holds it.
    @Nullable CachedAnswer nextInBucket;
    @Nullable CachedAnswer older;
    @Nullable CachedAnswer newer;

    /**
     * Keeps an answer.
     *
     * @param question what was asked
     * @param message the answer without EDNS, TTLs already bounded
     * @param ttlAt where its TTLs stand
     * @param lifeSeconds how long it is believed
     * @param nowNanos when it came
     */
    CachedAnswer(Question question, byte[] message, char[] ttlAt, long lifeSeconds, long nowNanos) {
        this.message = message;
        this.end = question.end();
        this.ttlAt = ttlAt;
        this.hash = question.hash();
        this.wants = question.wants();
        this.storedNanos = nowNanos;
        this.lifeNanos = lifeSeconds * SECOND;
    }

    boolean answers(Question question) {
        return hash == question.hash()
                && end == question.end()
                && wants == question.wants()
                && question.sameName(message);
    }

    long hash() {
        return hash;
    }

    boolean isFresh(long nowNanos) {
        return nowNanos - storedNanos < lifeNanos;
    }

    /** Returns how long its time has been over; negative while it is fresh. */
    long overNanos(long nowNanos) {
        return nowNanos - storedNanos - lifeNanos;
    }

    /** Notes that the servers do not answer: until then it need not be asked again. */
    void giveStaleUntil(long deadlineNanos) {
        staleFromNanos = deadlineNanos;
    }

    /** Returns whether the servers failed so lately that they are not asked again yet. */
    boolean isGivenStale(long nowNanos) {
        return staleFromNanos != Long.MIN_VALUE && nowNanos - staleFromNanos < 0;
    }

    /** Returns how much of the heap it takes, reckoned on the safe side. */
    int bytes() {
        return FIXED_BYTES + 2 * ARRAY_BYTES + message.length + 2 * ttlAt.length;
    }

    /** Returns the length of the message that is kept. */
    int length() {
        return message.length;
    }

    /**
     * Writes the answer for one client. One whose time is over says so to who speaks EDNS (RFC 8914
     * section 4.4).
     *
     * @param question the same question in the client's words
     * @param limit how long it may be
     * @param out takes it; has room for the longest message and {@link DnsReplies#OPT_BYTES}
     * @param nowNanos when
     * @return its length; when it does not fit, the question alone is written, marked as truncated
     */
    int write(Question question, int limit, byte[] out, long nowNanos) {
        boolean stale = question.edns() && !isFresh(nowNanos);
        byte[] option = stale ? ExtendedError.STALE.option() : NO_OPTION;
        int opt = question.edns() ? DnsReplies.OPT_BYTES + option.length : 0;
        boolean fits = message.length + opt <= limit;
        int length = fits ? message.length : end;
        System.arraycopy(message, 0, out, 0, length);
        System.arraycopy(question.octets(), 0, out, 0, 2);
        System.arraycopy(
                question.octets(), DnsHeader.LENGTH, out, DnsHeader.LENGTH, end - DnsHeader.LENGTH);
        out[2] &= (byte) ~(AUTHORITATIVE >>> 8);
        if (fits) {
            countDown(out, nowNanos);
        } else {
            out[2] |= (byte) (DnsHeader.TRUNCATED >>> 8);
            DnsReplies.noRecords(out);
        }
        if (!question.edns()) {
            return length;
        }
        return DnsReplies.addOpt(question, out, length, fits ? option : NO_OPTION);
    }

    private void countDown(byte[] out, long nowNanos) {
        boolean fresh = isFresh(nowNanos);
        long elapsed = (nowNanos - storedNanos) / SECOND;
        for (char at : ttlAt) {
            long ttl =
                    (out[at] & 0xffL) << 24
                            | (out[at + 1] & 0xff) << 16
                            | (out[at + 2] & 0xff) << 8
                            | out[at + 3] & 0xff;
            long left = fresh ? Math.max(0, ttl - elapsed) : STALE_TTL_SECONDS;
            out[at] = (byte) (left >>> 24);
            out[at + 1] = (byte) (left >>> 16);
            out[at + 2] = (byte) (left >>> 8);
            out[at + 3] = (byte) left;
        }
    }
}
