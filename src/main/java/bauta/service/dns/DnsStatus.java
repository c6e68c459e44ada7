package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;

/**
 * What the forwarder has done since it was opened. Every query that arrived was answered by an
 * upstream, from the cache, by ourselves, dropped, or is in flight.
 *
 * @param queries messages from clients
 * @param tcpQueries those of them that came by TCP
 * @param answers passed on from an upstream
 * @param ownAnswers made here: local names, SERVFAIL, FORMERR, NOTIMP, REFUSED
 * @param merged those of the answers for which an upstream was already being asked
 * @param timeouts tries that an upstream did not answer in time
 * @param inFlight queries waiting now
 * @param connections TCP connections of clients now
 * @param cache what is remembered
 * @param upstreams the servers, in the order of preference, those of domains last
 * @param blockedAnswers answers withheld because a public name led to an inside address
 * @param blocked the latest of them, the newest first
 * @param drops messages that ended here, by reason
 */
public record DnsStatus(
        long queries,
        long tcpQueries,
        long answers,
        long ownAnswers,
        long merged,
        long timeouts,
        int inFlight,
        int connections,
        CacheStatus cache,
        List<UpstreamStatus> upstreams,
        long blockedAnswers,
        List<BlockedAnswer> blocked,
        Map<DropReason, Long> drops) {
    /** Copies the collections. */
    public DnsStatus {
        upstreams = List.copyOf(upstreams);
        blocked = List.copyOf(blocked);
        drops = Map.copyOf(drops);
    }

    /**
     * The cache.
     *
     * @param entries answers kept now
     * @param bytes heap that they take, by our own reckoning
     * @param hits queries answered from it
     * @param misses queries that could have been, but were not in it
     * @param stale hits whose time was over (RFC 8767)
     * @param evictions answers that had to go before their time
     */
    public record CacheStatus(
            int entries, long bytes, long hits, long misses, long stale, long evictions) {
        /** A cache that is off. */
        public static final CacheStatus NONE = new CacheStatus(0, 0, 0, 0, 0, 0);
    }

    /**
     * An answer that was withheld (rebind protection).
     *
     * @param name what was asked for
     * @param address where it led to
     * @param client who asked
     * @param millis when it was withheld last, since 1970
     * @param times how often
     */
    public record BlockedAnswer(
            String name, String address, Ipv4Address client, long millis, long times) {}

    /**
     * One server.
     *
     * @param server where it is, and how it is asked
     * @param domain the domain that it is asked for, empty for everything else
     * @param healthy whether it is asked first when its turn comes
     * @param asked tries sent to it
     * @param answered tries it answered
     * @param timeouts tries it did not answer in time
     * @param roundTripMicros smoothed time to an answer, 0 before the first
     * @param trouble why the last try failed; empty when it did not
     */
    public record UpstreamStatus(
            String server,
            String domain,
            boolean healthy,
            long asked,
            long answered,
            long timeouts,
            long roundTripMicros,
            String trouble) {}
}
