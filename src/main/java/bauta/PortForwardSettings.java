package bauta;

import bauta.control.config.Config;
import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.PortSpan;
import bauta.firewall.RangeSet;
import bauta.nat.ForwardKind;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.PortRange;
import bauta.nat.PortTrigger;
import bauta.nat.schedule.Scheduling;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The forwards of a configuration with every name resolved. A pure function of it. */
final class PortForwardSettings {
    private static final int ADDRESS_BITS = 32;

    private final Config config;
    private final Map<String, Integer> uplinks;
    private final ToIntFunction<String> slots;

    /**
     * Prepares to resolve.
     *
     * @param config without conflicts
     * @param uplinks numbers of the uplinks by their names
     * @param slots the place of a rule in the counters, by kind and id
     */
    PortForwardSettings(Config config, Map<String, Integer> uplinks, ToIntFunction<String> slots) {
        this.config = config;
        this.uplinks = uplinks;
        this.slots = slots;
    }

    /** Returns those that are in force, in order. */
    List<ForwardRule> rules() {
        return config.forwards().stream()
                .filter(forward -> forward.label().enabled())
                .filter(this::hasUplink)
                .map(this::rule)
                .toList();
    }

    /** An empty set would mean every uplink. */
    private boolean hasUplink(Forward forward) {
        return forward.uplinks().isEmpty() || !numbers(forward).isEmpty();
    }

    private Set<Integer> numbers(Forward forward) {
        return forward.uplinks().stream()
                .filter(uplinks::containsKey)
                .map(uplinks::get)
                .collect(Collectors.toSet());
    }

    private ForwardRule rule(Forward forward) {
        String id = forward.label().id();
        return new ForwardRule(
                id,
                slots.applyAsInt(RuleSettings.FORWARD + id),
                kind(forward.kind()),
                match(forward),
                scheduling(forward.scheduler()),
                forward.targets().stream().map(this::target).toList(),
                forward.trigger()
                        .map(trigger ->
                                new PortTrigger(
                                        Set.copyOf(trigger.protocols()),
                                        range(trigger.ports()),
                                        trigger.lifetime())),
                forward.hairpin());
    }

    private ForwardMatch match(Forward forward) {
        boolean every = forward.kind() == Forward.Kind.EXPOSED_HOST;
        return new ForwardMatch(
                numbers(forward),
                forward.addresses().stream().map(Ipv4Address::bits).collect(Collectors.toSet()),
                every ? Set.of() : Set.copyOf(forward.protocols()),
                forward.ports().map(PortForwardSettings::range).orElse(PortRange.ANY),
                sources(forward.sources()),
                forward.mark().map(mark -> (int) mark.value()).orElse(0),
                forward.mark().map(mark -> (int) mark.mask()).orElse(0));
    }

    private static PortRange range(PortSpan span) {
        return new PortRange(span.first(), span.last());
    }

    private ForwardTarget target(Forward.Target target) {
        int address = config.names().addresses(List.of(target.host())).first(0);
        return new ForwardTarget(
                new Ipv4Address(address),
                target.ports().map(PortSpan::first).orElse(0),
                target.weight(),
                target.limit());
    }

    private List<Ipv4Prefix> sources(List<AddressTerm> terms) {
        return terms.isEmpty() ? List.of() : prefixes(config.names().addresses(terms));
    }

    /** Returns the fewest prefixes that hold these addresses and no others. */
    static List<Ipv4Prefix> prefixes(RangeSet addresses) {
        List<Ipv4Prefix> prefixes = new ArrayList<>();
        for (int range = 0; range < addresses.size(); range++) {
            long next = Integer.toUnsignedLong(addresses.first(range));
            long last = Integer.toUnsignedLong(addresses.last(range));
            while (next <= last) {
                int bits = Math.min(ADDRESS_BITS, Long.numberOfTrailingZeros(next));
                while (next + (1L << bits) - 1 > last) {
                    bits--;
                }
                prefixes.add(new Ipv4Prefix(new Ipv4Address((int) next), ADDRESS_BITS - bits));
                next += 1L << bits;
            }
        }
        return prefixes;
    }

    private static ForwardKind kind(Forward.Kind kind) {
        return switch (kind) {
            case PORTS -> ForwardKind.PORTS;
            case TRIGGER -> ForwardKind.TRIGGER;
            case MARK -> ForwardKind.MARK;
            case EXPOSED_HOST -> ForwardKind.EXPOSED_HOST;
        };
    }

    /** Returns the scheduler that a word names. */
    static Scheduling scheduling(Forward.Scheduler scheduler) {
        return switch (scheduler) {
            case RR -> Scheduling.RR;
            case WRR -> Scheduling.WRR;
            case LC -> Scheduling.LC;
            case WLC -> Scheduling.WLC;
            case LBLC -> Scheduling.LBLC;
            case LBLCR -> Scheduling.LBLCR;
        };
    }
}
