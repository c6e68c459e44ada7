package bauta.service.mapping;

import bauta.engine.TokenBucket;
import bauta.wire.Ipv4Address;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often a host may ask: 20 times a second for long, 64 times at once. One thread. */
public final class RequestLimit {
    private static final int PER_SECOND = 20;
    private static final int BURST = 64;
    private static final int HOSTS = 1024;

    private final Map<Ipv4Address, TokenBucket> buckets =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Ipv4Address, TokenBucket> eldest) {
                    return size() > HOSTS;
                }
            };

    /**
     * Returns whether a host may ask now.
     *
     * @param host its address
     * @param nowNanos the time now
     */
    public boolean takes(Ipv4Address host, long nowNanos) {
        return buckets.computeIfAbsent(host, _ -> new TokenBucket(PER_SECOND, BURST, nowNanos))
                .take(nowNanos);
    }
}
