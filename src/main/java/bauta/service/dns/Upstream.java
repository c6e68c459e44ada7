package bauta.service.dns;

import bauta.wire.Ipv4Address;

/**
 * One of the provider's servers and what is known of its health. It is out after two tries in a row
 * without an answer, and back with the first answer. Owned by the dns loop.
 */
final class Upstream {
    private static final int MISSES_UNTIL_OUT = 2;

    private final Ipv4Address address;
    private int missesInARow;
    private long asked;
    private long answered;
    private long timeouts;
    private long roundTripNanos;

    Upstream(Ipv4Address address) {
        this.address = address;
    }

    Ipv4Address address() {
        return address;
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
        roundTripNanos = roundTripNanos == 0 ? nanos : (7 * roundTripNanos + nanos) / 8;
    }

    void missed() {
        timeouts++;
        missesInARow++;
    }

    DnsStatus.UpstreamStatus status() {
        return new DnsStatus.UpstreamStatus(
                address.toString(),
                "",
                healthy(),
                asked,
                answered,
                timeouts,
                roundTripNanos / 1000,
                "");
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
