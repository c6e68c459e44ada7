package bauta.service.mapping;

import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;

/**
 * The leases at a moment.
 *
 * @param leases all, oldest first
 * @param history what happened, oldest first
 * @param external the external address; empty while no uplink is up
 * @param epochSeconds since the epoch of NAT-PMP and PCP began
 * @param denied how often a program was denied something
 * @param nowNanos when this was so
 */
public record MappingStatus(
        List<MappingLease> leases,
        List<MappingEvent> history,
        Optional<Ipv4Address> external,
        long epochSeconds,
        long denied,
        long nowNanos) {
    /** Copies the lists. */
    public MappingStatus {
        leases = List.copyOf(leases);
        history = List.copyOf(history);
    }

    /**
     * Returns whether an address is one that the Internet cannot reach: there is another
     * translation between it and us (RFC 1918, RFC 6598, RFC 3927).
     *
     * @param address an external address
     */
    public static boolean isBehindAnother(Ipv4Address address) {
        int bits = address.bits();
        return bits >>> 24 == 10
                || bits >>> 20 == 0xac1
                || bits >>> 16 == 0xc0a8
                || bits >>> 22 == 0x6440_0000 >>> 22
                || bits >>> 16 == 0xa9fe;
    }
}
