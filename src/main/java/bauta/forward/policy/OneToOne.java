package bauta.forward.policy;

import bauta.wire.Ipv4Prefix;

/**
 * Addresses of the inside that each have an external one of their own, the host bits kept (RFC 3022
 * section 2.1).
 *
 * @param id stable, unique among policies
 * @param uplink number of the uplink at which the external addresses are
 * @param external the external addresses
 * @param internal the internal ones, as many
 * @param slot its place in the counters
 */
public record OneToOne(String id, int uplink, Ipv4Prefix external, Ipv4Prefix internal, int slot) {
    /** Refuses prefixes of different length. */
    public OneToOne {
        if (external.length() != internal.length()) {
            throw new IllegalArgumentException(external + " and " + internal);
        }
    }

    /**
     * Returns the external address of an internal one, or 0 when it has none here.
     *
     * @param address the internal address
     */
    public int externalFor(int address) {
        return exchange(address, internal, external);
    }

    /**
     * Returns the internal address of an external one, or 0 when it is none of these.
     *
     * @param address the external address
     */
    public int internalFor(int address) {
        return exchange(address, external, internal);
    }

    private static int exchange(int address, Ipv4Prefix from, Ipv4Prefix to) {
        int mask = from.mask();
        boolean inside = ((address ^ from.address().bits()) & mask) == 0;
        return inside ? to.address().bits() & mask | address & ~mask : 0;
    }
}
