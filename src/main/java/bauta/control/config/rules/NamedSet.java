package bauta.control.config.rules;

import java.util.List;

/**
 * Addresses or ports under a name, for several rules.
 *
 * @param name unique among sets and devices
 * @param comment for people, perhaps empty
 * @param addresses its addresses; empty for a set of ports
 * @param ports its ports; empty for a set of addresses
 */
public record NamedSet(
        String name, String comment, List<AddressTerm> addresses, List<PortTerm> ports) {
    /** Copies the lists. */
    public NamedSet {
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }
}
