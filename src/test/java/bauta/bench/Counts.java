package bauta.bench;

import java.nio.ByteBuffer;

/**
 * What a sink has seen, over all CPUs: {@code struct bench_counts} of {@code packet_bench.h}.
 *
 * @param right forwarded as they should be
 * @param sampled of them, those whose checksums were verified too
 * @param wrongEthernet wrong MAC address
 * @param wrongPppoe wrong session header or length
 * @param wrongIpv4 wrong IPv4 header: length, fragment word, TTL, an address
 * @param wrongUdp wrong length or port, or an external port that changed
 * @param wrongIpv4Checksum of the sampled: wrong header sum
 * @param wrongUdpChecksum of the sampled: wrong UDP sum
 * @param passed not of the bench, handed to the stack
 */
record Counts(
        long right,
        long sampled,
        long wrongEthernet,
        long wrongPppoe,
        long wrongIpv4,
        long wrongUdp,
        long wrongIpv4Checksum,
        long wrongUdpChecksum,
        long passed) {
    /** Bytes of one CPU's cell. */
    static final int BYTES = 9 * Long.BYTES;

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Counts of(ByteBuffer at) {
        return new Counts(
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong(),
                at.getLong());
    }

    long wrong() {
        return wrongEthernet
                + wrongPppoe
                + wrongIpv4
                + wrongUdp
                + wrongIpv4Checksum
                + wrongUdpChecksum;
    }

    Counts plus(Counts other) {
        return combine(other, 1);
    }

    Counts minus(Counts other) {
        return combine(other, -1);
    }

    private Counts combine(Counts other, int sign) {
        return new Counts(
                right + sign * other.right,
                sampled + sign * other.sampled,
                wrongEthernet + sign * other.wrongEthernet,
                wrongPppoe + sign * other.wrongPppoe,
                wrongIpv4 + sign * other.wrongIpv4,
                wrongUdp + sign * other.wrongUdp,
                wrongIpv4Checksum + sign * other.wrongIpv4Checksum,
                wrongUdpChecksum + sign * other.wrongUdpChecksum,
                passed + sign * other.passed);
    }
}
