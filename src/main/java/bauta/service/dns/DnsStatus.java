package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;

/**
 * What the forwarder has done since it was opened. Every query that arrived was answered by an
 * upstream, answered by ourselves, dropped, or is in flight.
 *
 * @param queries messages from clients
 * @param tcpQueries those of them that came by TCP
 * @param answers passed on from an upstream
 * @param ownAnswers made here: SERVFAIL, FORMERR, NOTIMP, REFUSED
 * @param timeouts tries that an upstream did not answer in time
 * @param inFlight queries waiting now
 * @param connections TCP connections of clients now
 * @param upstreams the servers, in the order of preference
 * @param drops messages that ended here, by reason
 */
public record DnsStatus(
        long queries,
        long tcpQueries,
        long answers,
        long ownAnswers,
        long timeouts,
        int inFlight,
        int connections,
        List<UpstreamStatus> upstreams,
        Map<DropReason, Long> drops) {
    /** Copies the collections. */
    public DnsStatus {
        upstreams = List.copyOf(upstreams);
        drops = Map.copyOf(drops);
    }

    /**
     * One server.
     *
     * @param address where it is
     * @param healthy whether it is asked first when its turn comes
     * @param asked tries sent to it
     * @param answered tries it answered
     * @param timeouts tries it did not answer in time
     * @param roundTripMicros smoothed time to an answer, 0 before the first
     */
    public record UpstreamStatus(
            Ipv4Address address,
            boolean healthy,
            long asked,
            long answered,
            long timeouts,
            long roundTripMicros) {}
}
