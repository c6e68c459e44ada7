package bauta.nat;

import bauta.wire.Ipv4Prefix;
import java.util.List;
import java.util.Set;

/**
 * What a forward takes. An empty set or list takes anything.
 *
 * @param uplinks numbers of uplinks
 * @param externalAddresses external addresses, as bits; empty follows an address that changes
 * @param protocols protocol numbers
 * @param ports the external ports; only TCP and UDP have any, others match by port 0
 * @param sources where the peer must be, when it comes from outside
 * @param mark what the packet's mark must be under the mask
 * @param markMask the bits of the mark that count; 0 for a rule that does not look at marks
 */
public record ForwardMatch(
        Set<Integer> uplinks,
        Set<Integer> externalAddresses,
        Set<Integer> protocols,
        PortRange ports,
        List<Ipv4Prefix> sources,
        int mark,
        int markMask) {
    /** Copies what could change. */
    public ForwardMatch {
        uplinks = Set.copyOf(uplinks);
        externalAddresses = Set.copyOf(externalAddresses);
        protocols = Set.copyOf(protocols);
        sources = List.copyOf(sources);
    }

    /**
     * Returns a match of ports on any uplink and external address, from anywhere.
     *
     * @param protocols protocol numbers
     * @param ports external ports
     */
    public static ForwardMatch ports(Set<Integer> protocols, PortRange ports) {
        return new ForwardMatch(Set.of(), Set.of(), protocols, ports, List.of(), 0, 0);
    }

    /**
     * Returns a match of everything with a mark.
     *
     * @param mark the whole mark
     */
    public static ForwardMatch mark(int mark) {
        return new ForwardMatch(Set.of(), Set.of(), Set.of(), PortRange.ANY, List.of(), mark, -1);
    }

    /** Returns whether it takes whatever has a fitting protocol and port. */
    boolean looksAtPortsOnly() {
        return uplinks.isEmpty()
                && externalAddresses.isEmpty()
                && sources.isEmpty()
                && markMask == 0;
    }
}
