package bauta.control.config.rules;

import bauta.firewall.RangeSet;
import bauta.wire.Ipv4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the names in rules stand for. Each set is resolved once and shared. One thread at a time.
 */
public final class RuleNames {
    private final Map<String, Ipv4Address> devices;
    private final Map<String, NamedSet> sets;
    private final Map<String, RangeSet> addressSets = new HashMap<>();
    private final Map<String, RangeSet> portSets = new HashMap<>();

    /**
     * Prepares to resolve names.
     *
     * @param devices devices that have an address, by name
     * @param sets sets, by name
     */
    public RuleNames(Map<String, Ipv4Address> devices, Map<String, NamedSet> sets) {
        this.devices = Map.copyOf(devices);
        this.sets = Map.copyOf(sets);
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
        RangeSet whole =
                switch (given.size()) {
                    case 0 -> RangeSet.ANY;
                    case 1 -> given.getFirst();
                    default -> RangeSet.union(given);
                };
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
        RangeSet known = addressSets.get(name);
        if (known == null) {
            NamedSet set = sets.get(name);
            known =
                    set == null || set.addresses().isEmpty()
                            ? RangeSet.NONE
                            : addresses(set.addresses());
            addressSets.put(name, known);
        }
        return known;
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
        RangeSet known = portSets.get(name);
        if (known == null) {
            NamedSet set = sets.get(name);
            known = set == null || set.ports().isEmpty() ? RangeSet.NONE : ports(set.ports());
            portSets.put(name, known);
        }
        return known;
    }
}
