package bauta.firewall;

import bauta.engine.TokenBucket;
import java.time.Duration;

/**
 * How often a rule may decide. Of flows the first packets count; where nothing is tracked, each
 * packet does: on uplinks without a firewall, and from inside to the router itself.
 *
 * @param count how many, 1 to 1,000,000
 * @param per in which time, 1 ms to a day
 * @param burst how many may come at once, 1 to 1,000,000
 */
public record RateLimit(int count, Duration per, int burst) {
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses what is outside its range. */
    public RateLimit {
        boolean good =
                count >= 1
                        && count <= MOST
                        && burst >= 1
                        && burst <= MOST
                        && per.toMillis() >= 1
                        && per.compareTo(LONGEST) <= 0;
        if (!good) {
            throw new IllegalArgumentException(count + " per " + per + " burst " + burst);
        }
    }

    /** Returns a full bucket for it. */
    TokenBucket bucket() {
        return TokenBucket.every(per.dividedBy(count), burst);
    }
}
