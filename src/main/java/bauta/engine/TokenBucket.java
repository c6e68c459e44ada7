package bauta.engine;

/** Lets a bounded number of things happen per second, with a bounded burst. Owned by one thread. */
@HotPath
public final class TokenBucket {
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
        this.nanosPerToken = 1_000_000_000L / perSecond;
        this.burstNanos = nanosPerToken * burst;
        this.credit = burstNanos;
        this.lastNanos = nowNanos;
    }

    /**
     * Takes a token if there is one.
     *
     * @param nowNanos the time now
     * @return whether there was one
     */
    public boolean take(long nowNanos) {
        credit = Math.min(burstNanos, credit + Math.max(0, nowNanos - lastNanos));
        lastNanos = nowNanos;
        if (credit < nanosPerToken) {
            return false;
        }
        credit -= nanosPerToken;
        return true;
    }
}
