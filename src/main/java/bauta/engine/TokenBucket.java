package bauta.engine;

import java.time.Duration;

/** Lets a bounded number of things happen per second, with a bounded burst. Owned by one thread. */
@HotPath
public final class TokenBucket {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final long nanosPerToken;
    private final long burstNanos;
    private long credit;
    private long lastNanos;

    /**
     * Makes a full bucket.
     *
     * @param perSecond tokens that come in per second, at least 1
     * @param burst tokens that fit in, at least 1
     * @param nowNanos the time now
     */
    public TokenBucket(int perSecond, int burst, long nowNanos) {
        this(1_000_000_000L / perSecond, (long) burst, nowNanos);
    }

    private TokenBucket(long nanosPerToken, long burst, long nowNanos) {
        this.nanosPerToken = nanosPerToken;
        this.burstNanos = nanosPerToken * burst;
        this.credit = burstNanos;
        this.lastNanos = nowNanos;
    }

    /**
     * Makes a full bucket for tokens that may come in more slowly than one a second.
     *
     * @param interval the time that earns one, 1 ns to a day
     * @param burst tokens that fit in, at least 1; what earns more than a year is left out
     */
    @ColdExit
    public static TokenBucket every(Duration interval, int burst) {
        long most = LONGEST.dividedBy(interval);
        return new TokenBucket(interval.toNanos(), Math.min(burst, most), 0);
    }

    /**
     * Returns whether there is a token, and takes none.
     *
     * @param nowNanos the time now
     */
    public boolean has(long nowNanos) {
        return credit(nowNanos) >= nanosPerToken;
    }

    private long credit(long nowNanos) {
        return Math.min(burstNanos, credit + Math.max(0, nowNanos - lastNanos));
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNanos the time now
     * @return whether there was one
     */
    public boolean take(long nowNanos) {
        credit = credit(nowNanos);
        lastNanos = nowNanos;
        if (credit < nanosPerToken) {
            return false;
        }
        credit -= nanosPerToken;
        return true;
    }
}
