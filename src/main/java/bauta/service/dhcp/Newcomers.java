package bauta.service.dhcp;

import bauta.engine.TokenBucket;
import java.time.Duration;

/**
 * Keeps clients that nobody has seen before from emptying the pool, for MAC addresses cost nothing:
 *
 * <ul>
 *   <li>While more than half of the pool was never given out, they are served like all others.
 *   <li>After that their first lease is short ({@link #PROBATION}); who comes back for it gets a
 *       whole one. Addresses of those who do not come back are free again.
 *   <li>The last quarter goes to them slowly: a few at once, then one every ten seconds. That
 *       quarter holds what is remembered for clients that are away.
 * </ul>
 *
 * Clients that came back once, and the devices that the owner has named, are not held up by any of
 * this. Owned by the dhcp loop.
 */
final class Newcomers {
    /** The first lease of a stranger when the pool is half empty. */
    static final Duration PROBATION = Duration.ofMinutes(10);

    /** Strangers that get an address of the last quarter at once. */
    static final int AT_ONCE = 4;

    private static final long INTERVAL_SECONDS = 10;
    private static final long NANOS = 1_000_000_000L;
    private static final int RESERVE_PART = 4;
    private static final int SCARCE_PART = 2;

    private final LeaseTable leases;

    /** Counts in tenths of the clock's speed: one token per second of it is one in ten seconds. */
    private final TokenBucket reserve;

    private long sweptNanos;

    Newcomers(LeaseTable leases, long nowNanos) {
        this.leases = leases;
        this.reserve = new TokenBucket(1, AT_ONCE, nowNanos / INTERVAL_SECONDS);
        this.sweptNanos = nowNanos - NANOS;
    }

    /** Returns whether less than half of the pool is loose, so that first leases are short. */
    boolean isScarce(long nowNanos) {
        return looseAtMost(leases.open() / SCARCE_PART, nowNanos);
    }

    /** Returns whether one more may have an address now, and counts it. */
    boolean admit(long nowNanos) {
        return !looseAtMost(leases.open() / RESERVE_PART, nowNanos)
                || reserve.take(nowNanos / INTERVAL_SECONDS);
    }

    private boolean looseAtMost(int limit, long nowNanos) {
        if (leases.loose() <= limit && nowNanos - sweptNanos >= NANOS) {
            sweptNanos = nowNanos;
            leases.sweep(nowNanos);
        }
        return leases.loose() <= limit;
    }
}
