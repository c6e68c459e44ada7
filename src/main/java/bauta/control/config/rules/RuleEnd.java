package bauta.control.config.rules;

import java.util.List;

/**
 * One end of the traffic that a rule is about; an empty part says nothing.
 *
 * @param zones one of these
 * @param networks by these networks
 * @param uplinks by these uplinks
 * @param addresses these hosts
 * @param ports these ports
 */
public record RuleEnd(
        List<RuleZone> zones,
        List<NameTerm> networks,
        List<NameTerm> uplinks,
        List<AddressTerm> addresses,
        List<PortTerm> ports) {
    /** Anybody. */
    public static final RuleEnd ANY =
            new RuleEnd(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public RuleEnd {
        zones = List.copyOf(zones);
        networks = List.copyOf(networks);
        uplinks = List.copyOf(uplinks);
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }
}
