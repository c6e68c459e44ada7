package bauta.control.admin;

import bauta.engine.Clock;
import bauta.engine.TokenBucket;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How often passwords may be tried: after {@link #FREE} failures a client waits, each time twice as
 * long; all clients together have a budget. A try counts as failed until it is known to be right,
 * so that tries at the same time gain nothing. Any thread.
 */
final class LoginLimit {
    /** Failures that cost a client nothing yet. */
    static final int FREE = 3;

    /** Clients that are remembered; the one that tried longest ago makes room. */
    static final int MOST_CLIENTS = 256;

    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** A client that did not try for so long starts anew. */
    static final Duration FORGET = Duration.ofMinutes(15);

    private static final int PER_SECOND = 1;
    private static final int BURST = 30;

    private final Clock clock;
    private final TokenBucket all;
    private final Map<Ipv4Address, Tries> clients = new LinkedHashMap<>();

    LoginLimit(Clock clock) {
        this.clock = clock;
        this.all = new TokenBucket(PER_SECOND, BURST, clock.nanos());
    }

    private record Tries(int failures, long lastNanos) {
        long waitNanos() {
            int over = failures - FREE;
            return over < 0
                    ? 0
                    : Math.min(
                            LONGEST_WAIT.toNanos(),
                            TimeUnit.SECONDS.toNanos(1L << Math.min(over, 16)));
        }
    }

    /**
     * Asks whether a client may try now; counts the try when it may.
     *
     * @param client who
     * @return how long it has to wait first; empty when it may try
     */
    synchronized Optional<Duration> begin(Ipv4Address client) {
        long now = clock.nanos();
        Tries before = clients.getOrDefault(client, new Tries(0, now));
        if (now - before.lastNanos() >= FORGET.toNanos()) {
            before = new Tries(0, now);
        }
        long wait = before.lastNanos() + before.waitNanos() - now;
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        if (!all.take(now)) {
            return Optional.of(Duration.ofSeconds(1));
        }
        clients.remove(client);
        if (clients.size() >= MOST_CLIENTS) {
            clients.remove(clients.keySet().iterator().next());
        }
        clients.put(client, new Tries(before.failures() + 1, now));
        return Optional.empty();
    }

    /** The password was right: nothing is held against the client any more. */
    synchronized void succeeded(Ipv4Address client) {
        clients.remove(client);
    }
}
