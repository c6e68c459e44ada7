package bauta.service.dns;

/**
 * One server and what is known of its health. It is out after two tries in a row without an answer,
 * and back with the first answer. Owned by the dns loop.
 */
final class Upstream {
    private static final int MISSES_UNTIL_OUT = 2;

    /** A server that must ask others first may take longer than usual. */
    private static final long SHORTEST_WAIT_NANOS = 400_000_000L;

    private final UpstreamServer server;
    private int missesInARow;
    private long asked;
    private long answered;
    private long timeouts;
    private long roundTripNanos;
    private long deviationNanos;
    private String trouble = "";

    Upstream(UpstreamServer server) {
        this.server = server;
    }

    UpstreamServer server() {
        return server;
    }

    boolean healthy() {
        return missesInARow < MISSES_UNTIL_OUT;
    }

    void asked() {
        asked++;
    }

    void answered(long nanos) {
        answered++;
        missesInARow = 0;
        trouble = "";
        if (roundTripNanos == 0) {
            roundTripNanos = nanos;
            deviationNanos = nanos / 2;
            return;
        }
        deviationNanos = (3 * deviationNanos + Math.abs(roundTripNanos - nanos)) / 4;
        roundTripNanos = (7 * roundTripNanos + nanos) / 8;
    }

    void missed(String why) {
        timeouts++;
        missesInARow++;
        trouble = why;
    }

    /**
     * Returns how long to wait for an answer before the next server is asked too: what it usually
     * takes and four times the deviation (RFC 6298).
     *
     * @param most the longest wait, taken as long as nothing is known
     */
    long waitNanos(long most) {
        if (answered == 0) {
            return most;
        }
        long usual = roundTripNanos + 4 * deviationNanos;
        return Math.min(most, Math.max(SHORTEST_WAIT_NANOS, usual));
    }

    DnsStatus.UpstreamStatus status(String domain) {
        return new DnsStatus.UpstreamStatus(
                server.toString(),
                domain,
                healthy(),
                asked,
                answered,
                timeouts,
                roundTripNanos / 1000,
                trouble);
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
