package bauta.control.config.rules;

import bauta.firewall.RangeSet;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;

/**
 * What the names in rules stand for.
 *
 * @param devices devices that have an address, by name
 * @param sets sets, by name
 */
public record RuleNames(Map<String, Ipv4Address> devices, Map<String, NamedSet> sets) {
    /** Copies the maps. */
    public RuleNames {
        devices = Map.copyOf(devices);
        sets = Map.copyOf(sets);
    }

    /**
     * Returns the addresses that a list means: what it gives less its exceptions; all when it gives
     * none. Names that are not known mean nothing.
     *
     * @param terms the list
     */
    public RangeSet addresses(List<AddressTerm> terms) {
        return meant(
                terms.stream().filter(t -> !t.except()).map(this::addresses).toList(),
                terms.stream().filter(AddressTerm::except).map(this::addresses).toList());
    }

    private static RangeSet meant(List<RangeSet> given, List<RangeSet> excepted) {
        RangeSet whole = given.isEmpty() ? RangeSet.ANY : RangeSet.union(given);
        return excepted.isEmpty() ? whole : whole.and(RangeSet.union(excepted).except());
    }

    private RangeSet addresses(AddressTerm term) {
        return switch (term) {
            case AddressTerm.Span(_, Ipv4Address first, Ipv4Address last) ->
                    RangeSet.range(first.bits(), last.bits());
            case AddressTerm.Named(_, String name) -> named(name);
        };
    }

    private RangeSet named(String name) {
        Ipv4Address device = devices.get(name);
        if (device != null) {
            return RangeSet.of(device.bits());
        }
        NamedSet set = sets.get(name);
        return set == null || set.addresses().isEmpty()
                ? RangeSet.NONE
                : addresses(set.addresses());
    }

    /**
     * Returns the ports that a list means, as {@link #addresses(List)} does.
     *
     * @param terms the list
     */
    public RangeSet ports(List<PortTerm> terms) {
        return meant(
                terms.stream().filter(t -> !t.except()).map(this::ports).toList(),
                terms.stream().filter(PortTerm::except).map(this::ports).toList());
    }

    private RangeSet ports(PortTerm term) {
        return switch (term) {
            case PortTerm.Ports(_, PortSpan span) -> RangeSet.range(span.first(), span.last());
            case PortTerm.Named(_, String name) -> portsOf(name);
        };
    }

    private RangeSet portsOf(String name) {
        NamedSet set = sets.get(name);
        return set == null || set.ports().isEmpty() ? RangeSet.NONE : ports(set.ports());
    }
}
