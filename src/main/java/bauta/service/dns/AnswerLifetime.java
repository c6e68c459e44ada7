package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.wire.DnsHeader;
import bauta.wire.DnsName;
import bauta.wire.DnsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer may be kept and for how long: by the smallest TTL of its records, and
 * for "there is no such name" or "no such record" by its SOA (RFC 2308 section 5); without one it
 * is not kept. Truncated answers, failures and what cannot be read to its end are not kept either.
 */
final class AnswerLifetime {

    /** The five numbers at the end of an SOA; the last is MINIMUM. */
    private static final int SOA_NUMBERS_BYTES = 20;

    private static final int RECORDS_MAX = 512;

    private final Question question;
    private final ByteBuf view;
    private final byte[] answer;
    private final long maxTtl;
    private final char[] ttlAt = new char[RECORDS_MAX];
    private int ttls;
    private long shortest = Long.MAX_VALUE;
    private long negative = -1;
    private boolean hasWanted;
    private int opt = -1;

    private AnswerLifetime(Question question, byte[] answer, Duration maxTtl) {
        this.question = question;
        this.answer = answer.clone();
        this.view = Unpooled.wrappedBuffer(this.answer);
        this.maxTtl = maxTtl.toSeconds();
    }

    /**
     * Makes an answer ready to be kept.
     *
     * @param question a plain one
     * @param answer what a server said to it
     * @param settings bounds of TTLs
     * @param nowNanos when it came
     * @return null when it must not be kept
     */
    static @Nullable CachedAnswer keep(
            Question question, byte[] answer, DnsSettings.Caching settings, long nowNanos) {
        AnswerLifetime lifetime = new AnswerLifetime(question, answer, settings.maxTtl());
        if (!lifetime.isKept() || !lifetime.readRecords()) {
            return null;
        }
        long seconds = lifetime.seconds(settings.maxNegativeTtl());
        return seconds <= 0 ? null : lifetime.entry(seconds, nowNanos);
    }

    /**
     * Brings any answer that can be read into the form that is written for other clients.
     *
     * @return null when it cannot be read to its end
     */
    static @Nullable CachedAnswer share(Question question, byte[] answer, long nowNanos) {
        AnswerLifetime lifetime =
                new AnswerLifetime(question, answer, Duration.ofSeconds(Integer.MAX_VALUE));
        boolean readable = lifetime.startsAlike() && lifetime.readRecords();
        return readable ? lifetime.entry(1, nowNanos) : null;
    }

    private boolean isKept() {
        int rcode = DnsHeader.rcode(view, 0);
        return startsAlike()
                && (DnsHeader.flags(view, 0) & DnsHeader.TRUNCATED) == 0
                && (rcode == DnsHeader.NOERROR || rcode == DnsHeader.NXDOMAIN);
    }

    private boolean startsAlike() {
        return answer.length >= question.end() && DnsHeader.questionCount(view, 0) == 1;
    }

    private boolean readRecords() {
        int answers = DnsHeader.answerCount(view, 0);
        int authorities = answers + DnsHeader.authorityCount(view, 0);
        int all = authorities + DnsHeader.additionalCount(view, 0);
        int at = question.end();
        for (int i = 0; i < all; i++) {
            boolean readable =
                    opt < 0
                            && ttls < RECORDS_MAX
                            && DnsRecord.check(view, at, answer.length) == DropReason.NONE;
            if (!readable) {
                return false;
            }
            int fixed = DnsName.skip(view, at, answer.length);
            boolean usable = i < authorities || isAdditional(at, fixed);
            if (!usable) {
                return false;
            }
            if (opt < 0) {
                readTtl(fixed, i < answers, i < authorities);
            }
            at = DnsRecord.next(view, fixed);
        }
        return at == answer.length;
    }

    /** An EDNS record must be the last one and say nothing unusual; a signed message is whole. */
    private boolean isAdditional(int at, int fixed) {
        int type = DnsRecord.type(view, fixed);
        if (type == DnsRecord.OPT) {
            opt = at;
            return (DnsRecord.ttl(view, fixed) & 0xffff0000L) == 0;
        }
        return type != DnsRecord.TSIG && type != DnsRecord.SIG;
    }

    private void readTtl(int fixed, boolean isAnswer, boolean isAuthority) {
        long said = DnsRecord.ttl(view, fixed);
        long ttl = said > Integer.MAX_VALUE ? 0 : Math.min(said, maxTtl); // RFC 2181 section 8
        view.setInt(fixed + 4, (int) ttl);
        ttlAt[ttls++] = (char) (fixed + 4);
        shortest = Math.min(shortest, ttl);
        int type = DnsRecord.type(view, fixed);
        if (isAnswer) {
            hasWanted |= type == question.type() || question.type() == DnsRecord.ANY;
        } else if (isAuthority
                && type == DnsRecord.SOA
                && DnsRecord.dataLength(view, fixed) >= SOA_NUMBERS_BYTES + 2) {
            negative = Math.min(ttl, view.getUnsignedInt(DnsRecord.next(view, fixed) - 4));
        }
    }

    private long seconds(Duration maxNegative) {
        boolean positive = hasWanted && DnsHeader.rcode(view, 0) == DnsHeader.NOERROR;
        long seconds = positive ? shortest : Math.min(negative, maxNegative.toSeconds());
        return Math.min(seconds, shortest);
    }

    private CachedAnswer entry(long seconds, long nowNanos) {
        if (opt >= 0) {
            view.setShort(10, DnsHeader.additionalCount(view, 0) - 1);
        }
        byte[] kept = opt < 0 ? answer : Arrays.copyOf(answer, opt);
        return new CachedAnswer(question, kept, Arrays.copyOf(ttlAt, ttls), seconds, nowNanos);
    }
}
