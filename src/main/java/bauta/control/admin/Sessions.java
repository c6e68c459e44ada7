package bauta.control.admin;

import bauta.engine.Clock;
import bauta.engine.Secret;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in. Sessions end when nobody uses them, at a fixed time after log-in, and when one
 * more comes than there is room for: then the one that has been idle longest. Any thread.
 */
final class Sessions {
    /** Sessions at once. */
    static final int MOST = 64;

    /** A session that nobody uses ends after this. */
    static final Duration IDLE = Duration.ofMinutes(30);

    /** Every session ends after this. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** One begun over plain HTTP, at set-up, is for watching the first dial. */
    static final Duration LONGEST_PLAIN = Duration.ofMinutes(30);

    private final Clock clock;
    private final Map<String, Session> sessions = new HashMap<>();

    Sessions(Clock clock) {
        this.clock = clock;
    }

    private record Session(boolean plain, long endNanos, long usedNanos) {
        boolean over(long now) {
            return now - endNanos >= 0 || now - usedNanos >= IDLE.toNanos();
        }
    }

    /**
     * A session that began.
     *
     * @param token what proves it
     * @param longest when it ends at the latest
     */
    record Begun(Secret token, Duration longest) {}

    /**
     * Begins one.
     *
     * @param plain whether its token travels in clear
     */
    synchronized Begun begin(boolean plain) {
        long now = clock.nanos();
        sessions.values().removeIf(session -> session.over(now));
        if (sessions.size() >= MOST) {
            sessions.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().usedNanos() - now))
                    .map(Map.Entry::getKey)
                    .ifPresent(sessions::remove);
        }
        Duration longest = plain ? LONGEST_PLAIN : LONGEST;
        Secret token = Token.make();
        sessions.put(Token.hash(token.reveal()), new Session(plain, now + longest.toNanos(), now));
        return new Begun(token, longest);
    }

    /**
     * Looks a token up and notes its use.
     *
     * @param token as it came
     * @param plain whether it came in clear: one begun on TLS is not taken then
     * @return the session's name for {@link #end}, if there is such a session
     */
    synchronized Optional<String> find(String token, boolean plain) {
        String hash = Token.hash(token);
        Session session = sessions.get(hash);
        long now = clock.nanos();
        if (session == null || session.over(now) || plain && !session.plain()) {
            return Optional.empty();
        }
        sessions.put(hash, new Session(session.plain(), session.endNanos(), now));
        return Optional.of(hash);
    }

    /** Ends one. */
    synchronized void end(String hash) {
        sessions.remove(hash);
    }

    /** Ends all, for example when the password changes. */
    synchronized void endAll() {
        sessions.clear();
    }

    /** Returns how many there are. */
    synchronized int size() {
        long now = clock.nanos();
        sessions.values().removeIf(session -> session.over(now));
        return sessions.size();
    }
}
