package bauta.control.config.rules;

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
    private static final Spans EVERY_ADDRESS = Spans.of(0, 0xffff_ffffL);
    private static final Spans EVERY_PORT = Spans.of(0, 0xffff);

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
     * @return addresses as numbers without a sign
     */
    public Spans addresses(List<AddressTerm> terms) {
        Spans given = Spans.NONE;
        Spans excepted = Spans.NONE;
        boolean every = true;
        for (AddressTerm term : terms) {
            if (term.except()) {
                excepted = excepted.plus(addresses(term));
            } else {
                every = false;
                given = given.plus(addresses(term));
            }
        }
        return (every ? EVERY_ADDRESS : given).minus(excepted);
    }

    private Spans addresses(AddressTerm term) {
        return switch (term) {
            case AddressTerm.Span(_, Ipv4Address first, Ipv4Address last) ->
                    Spans.of(
                            Integer.toUnsignedLong(first.bits()),
                            Integer.toUnsignedLong(last.bits()));
            case AddressTerm.Named(_, String name) -> named(name);
        };
    }

    private Spans named(String name) {
        Ipv4Address device = devices.get(name);
        if (device != null) {
            long bits = Integer.toUnsignedLong(device.bits());
            return Spans.of(bits, bits);
        }
        NamedSet set = sets.get(name);
        return set == null || set.addresses().isEmpty() ? Spans.NONE : addresses(set.addresses());
    }

    /**
     * Returns the ports that a list means, as {@link #addresses(List)} does.
     *
     * @param terms the list
     */
    public Spans ports(List<PortTerm> terms) {
        Spans given = Spans.NONE;
        Spans excepted = Spans.NONE;
        boolean every = true;
        for (PortTerm term : terms) {
            Spans these =
                    switch (term) {
                        case PortTerm.Ports(_, PortSpan span) ->
                                Spans.of(span.first(), span.last());
                        case PortTerm.Named(_, String name) -> portsOf(name);
                    };
            every &= term.except();
            given = term.except() ? given : given.plus(these);
            excepted = term.except() ? excepted.plus(these) : excepted;
        }
        return (every ? EVERY_PORT : given).minus(excepted);
    }

    private Spans portsOf(String name) {
        NamedSet set = sets.get(name);
        return set == null || set.ports().isEmpty() ? Spans.NONE : ports(set.ports());
    }
}
