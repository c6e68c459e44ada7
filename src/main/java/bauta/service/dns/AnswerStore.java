package bauta.service.dns;

import bauta.engine.Clock;
import bauta.wire.DnsHeader;
import bauta.wire.Ipv4Address;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is known from outside: looks at every answer before it passes, keeps what may be kept, and
 * gives it to clients. Owned by the dns loop.
 */
final class AnswerStore {
    private final DnsSettings.Caching settings;
    private final AnswerCache cache;
    private final RebindGuard guard;
    private final BlockedAnswers blocked;
    private final Clock clock;
    private final byte[] out = new byte[DnsHeader.MAX_MESSAGE + DnsReplies.OPT_BYTES];

    /**
     * Makes an empty one.
     *
     * @param settings of the forwarder
     * @param clock of the dns loop
     * @param time for people
     */
    AnswerStore(DnsSettings settings, Clock clock, InstantSource time) {
        this.settings = settings.caching();
        this.cache = new AnswerCache(settings.caching());
        this.guard = new RebindGuard(settings.house().rebind(), settings.clients());
        this.blocked = new BlockedAnswers(time);
        this.clock = clock;
    }

    /**
     * Answers a plain question, when its answer is known.
     *
     * @return whether the client has its answer
     */
    boolean answer(DnsClient client, Question question) {
        int length = cache.answer(question, client.transport(), out, clock.nanos());
        if (length > 0) {
            client.reply(out, length);
        }
        return length > 0;
    }

    /** Gives an answer that was asked together with others. */
    void give(DnsClient client, Question question, CachedAnswer answer) {
        int limit = question.limit(client.transport());
        client.reply(out, answer.write(question, limit, out, clock.nanos()));
    }

    /** Gives an answer whose time is over (RFC 8767). */
    void giveStale(DnsClient client, Question question, CachedAnswer answer) {
        cache.countStale();
        give(client, question, answer);
    }

    /** Returns the answer that may be given while no server answers. */
    Optional<CachedAnswer> stale(Question question) {
        return Optional.ofNullable(cache.stale(question, clock.nanos()));
    }

    /**
     * Keeps an answer when it may be kept.
     *
     * @param share whether others wait for it too
     * @return the form for others; empty when nobody waits and it is not kept, or when it cannot be
     *     read to its end
     */
    Optional<CachedAnswer> keep(Question question, byte[] answer, boolean share) {
        if (!question.plain()) {
            return Optional.empty();
        }
        CachedAnswer kept =
                settings.names() < 1
                        ? null
                        : AnswerLifetime.keep(question, answer, settings, clock.nanos());
        if (kept != null) {
            cache.put(question, kept);
            return Optional.of(kept);
        }
        return share
                ? Optional.ofNullable(AnswerLifetime.share(question, answer, clock.nanos()))
                : Optional.empty();
    }

    /** Returns the inside address that a public name leads to, when the answer must not pass. */
    Optional<String> blocked(String name, Question question, byte[] answer) {
        return guard.blocked(name, question, answer);
    }

    /** Notes that an answer was withheld. */
    void withheld(String name, String address, Ipv4Address client) {
        blocked.add(name, address, client);
    }

    /** Forgets everything that was kept. */
    void clear() {
        cache.clear();
    }

    DnsStatus.CacheStatus cacheStatus() {
        return cache.status();
    }

    BlockedAnswers blocked() {
        return blocked;
    }
}
