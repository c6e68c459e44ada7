package bauta.nat;

import bauta.wire.Ipv4Address;

/**
 * An inside server of a forward.
 *
 * @param address its address
 * @param port the port that the first external port becomes, the second the next; 0 keeps ports
 * @param weight how much it gets beside the others; 0 for nothing new
 * @param limit flows at once from which on it gets nothing new; 0 for no limit
 */
public record ForwardTarget(Ipv4Address address, int port, int weight, int limit) {
    /** Refuses numbers out of range. */
    public ForwardTarget {
        if (port < 0 || port > 0xffff || weight < 0 || weight > 0xffff || limit < 0) {
            throw new IllegalArgumentException("target " + address + " out of range");
        }
    }

    /**
     * Returns the only server of a forward that keeps ports.
     *
     * @param address its address
     */
    public static ForwardTarget of(Ipv4Address address) {
        return new ForwardTarget(address, 0, 1, 0);
    }
}
