package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.Uplink;
import bauta.control.config.rules.IcmpTerm;
import bauta.control.config.rules.MarkMatch;
import bauta.control.config.rules.NameTerm;
import bauta.control.config.rules.Nat;
import bauta.control.config.rules.Policy;
import bauta.control.config.rules.ProtocolTerm;
import bauta.control.config.rules.Rule;
import bauta.control.config.rules.RuleEnd;
import bauta.control.config.rules.RuleLabel;
import bauta.control.config.rules.RuleMatch;
import bauta.control.config.rules.RuleNames;
import bauta.control.config.rules.RuleTimes;
import bauta.control.config.rules.RuleZone;
import bauta.firewall.Field;
import bauta.firewall.FirewallRule;
import bauta.firewall.InputRules;
import bauta.firewall.Match;
import bauta.firewall.RangeSet;
import bauta.firewall.RateLimit;
import bauta.firewall.Schedule;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.forward.policy.OneToOne;
import bauta.forward.policy.PolicyAction;
import bauta.forward.policy.PolicyRule;
import bauta.forward.policy.PolicyWay;
import bauta.forward.policy.UplinkChoice;
import bauta.nat.Filtering;
import bauta.nat.NatBehaviour;
import bauta.nat.PortSelection;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules of a configuration with every name resolved: networks and uplinks to their numbers,
 * sets and devices to addresses, schedules to times. A pure function of what it is made with.
 */
final class RuleSettings {
    /** Before the id of a rule in the counters. */
    static final String RULE = "rule/";

    /** Before the id of a policy in the counters. */
    static final String POLICY = "policy/";

    /** Before the id of a forward in the counters. */
    static final String FORWARD = "forward/";

    /** Before the external addresses that are translated one to one, in place of an id. */
    static final String ONE_TO_ONE = "one-to-one-";

    private static final RangeSet FORWARDED =
            RangeSet.of(Zone.LAN.ordinal(), Zone.GUEST.ordinal(), Zone.WAN.ordinal());
    private static final int PROTOCOLS = 256;

    private final Config config;
    private final Map<String, Integer> uplinks;
    private final Map<String, Integer> networks = new HashMap<>();
    private final ToIntFunction<String> slots;
    private final RuleNames names;

    /**
     * Prepares to resolve.
     *
     * @param config without conflicts
     * @param uplinks numbers of the uplinks by their names
     * @param slots the place of a rule in the counters, by kind and id
     */
    RuleSettings(Config config, Map<String, Integer> uplinks, ToIntFunction<String> slots) {
        this.config = config;
        this.uplinks = uplinks;
        this.slots = slots;
        this.names = config.names();
        for (Network network : config.networks()) {
            networks.put(network.name(), networks.size());
        }
    }

    /**
     * Returns the rules of the firewall, in order, and after them those that let the house reach
     * what the router offers it.
     */
    List<FirewallRule> rules() {
        List<FirewallRule> all = new ArrayList<>(own());
        all.addAll(services());
        return all;
    }

    /** Returns the rules that let the house reach what the router offers it. */
    List<FirewallRule> services() {
        return config.networks().stream()
                .flatMap(network -> router(network).standing().stream())
                .toList();
    }

    private List<FirewallRule> own() {
        return config.rules().stream().map(this::rule).toList();
    }

    /**
     * Returns what of the router's own a network may reach.
     *
     * @param network one of the configuration
     */
    InputRules.Parted router(Network network) {
        int number = networks.getOrDefault(network.name(), -1);
        InputRules.From from = new InputRules.From(Settings.zone(network), number);
        return new InputRules(own()).part(from, Settings.offered(config, network), slots);
    }

    private FirewallRule rule(Rule rule) {
        RuleLabel label = rule.label();
        return new FirewallRule(
                label.id(),
                label.name(),
                label.enabled(),
                ruleMatch(rule.match()),
                verdict(rule.verdict()),
                rule.limit().map(limit -> new RateLimit(limit.rate(), limit.per(), limit.burst())),
                rule.schedule().flatMap(this::schedule),
                rule.log(),
                slots.applyAsInt(RULE + label.id()));
    }

    private Optional<Schedule> schedule(String name) {
        return config.schedules().stream()
                .filter(times -> times.name().equals(name))
                .map(RuleSettings::schedule)
                .findFirst();
    }

    /** Returns when a rule counts. */
    static Schedule schedule(RuleTimes times) {
        return new Schedule(Set.copyOf(times.days()), times.from(), times.until(), times.zone());
    }

    private static Verdict verdict(Rule.Decision decision) {
        return switch (decision) {
            case ACCEPT -> Verdict.ACCEPT;
            case DROP -> Verdict.DROP;
            case REJECT -> Verdict.REJECT;
        };
    }

    /** Returns the policies, in order. */
    List<PolicyRule> policies() {
        return config.policies().stream().map(this::policy).toList();
    }

    private PolicyRule policy(Policy policy) {
        RuleLabel label = policy.label();
        PolicyWay way =
                new PolicyWay(
                        choice(policy),
                        policy.externalAddress().map(Ipv4Address::bits).orElse(0),
                        policy.mark().map(mark -> (int) mark.value()).orElse(0),
                        policy.mark().map(mark -> (int) mark.mask()).orElse(0));
        return new PolicyRule(
                label.id(),
                label.name(),
                label.enabled(),
                match(policy.match()),
                action(policy.action()),
                way,
                slots.applyAsInt(POLICY + label.id()));
    }

    private UplinkChoice choice(Policy policy) {
        List<Integer> numbers = policy.uplinks().stream().map(this::uplink).toList();
        List<Integer> weights =
                policy.weights().isEmpty()
                        ? Collections.nCopies(numbers.size(), 1)
                        : policy.weights();
        return new UplinkChoice(
                numbers, weights, policy.scheduler().map(PortForwardSettings::scheduling));
    }

    private static PolicyAction action(Policy.Action action) {
        return switch (action) {
            case MASQUERADE -> PolicyAction.MASQUERADE;
            case ROUTE -> PolicyAction.ROUTE;
            case DROP -> PolicyAction.DROP;
            case REJECT -> PolicyAction.REJECT;
            case MARK -> PolicyAction.MARK;
        };
    }

    /** Returns the hosts with an external address of their own; none without an uplink. */
    List<OneToOne> oneToOne() {
        List<OneToOne> pairs = new ArrayList<>();
        for (Nat.OneToOne pair : config.nat().oneToOne()) {
            String id = ONE_TO_ONE + pair.external();
            uplinkOf(pair)
                    .ifPresent(uplink ->
                            pairs.add(
                                    new OneToOne(
                                            id,
                                            uplink,
                                            pair.external(),
                                            pair.internal(),
                                            slots.applyAsInt(POLICY + id))));
        }
        return pairs;
    }

    private Optional<Integer> uplinkOf(Nat.OneToOne pair) {
        Optional<String> first = config.uplinks().stream().map(u -> u.name()).findFirst();
        return pair.uplink().or(() -> first).map(uplinks::get);
    }

    private int uplink(String name) {
        return uplinks.getOrDefault(name, -1);
    }

    /** Returns how external ports are chosen and who may come in by them. */
    NatBehaviour behaviour() {
        Nat nat = config.nat();
        PortSelection ports =
                switch (nat.portSelection()) {
                    case PRESERVE -> PortSelection.PRESERVE;
                    case RANDOM -> PortSelection.RANDOM;
                };
        return new NatBehaviour(
                ports,
                filtering(nat.filtering().udp()),
                filtering(nat.filtering().tcp()),
                nat.portBudget(),
                nat.hostPorts());
    }

    private static Filtering filtering(Nat.Way way) {
        return switch (way) {
            case ENDPOINT_INDEPENDENT -> Filtering.ENDPOINT_INDEPENDENT;
            case ADDRESS_DEPENDENT -> Filtering.ADDRESS_DEPENDENT;
        };
    }

    /**
     * Returns our addresses on an uplink beside that of its session: those it lists, and those that
     * are translated one to one.
     *
     * @param name of the uplink
     */
    static List<Ipv4Address> furtherAddresses(Config config, String name) {
        Set<Ipv4Address> all = new LinkedHashSet<>();
        for (Uplink uplink : config.uplinks()) {
            if (uplink.name().equals(name)) {
                all.addAll(uplink.addresses());
            }
        }
        String first = config.uplinks().isEmpty() ? "" : config.uplinks().getFirst().name();
        for (Nat.OneToOne pair : config.nat().oneToOne()) {
            if (pair.uplink().orElse(first).equals(name)) {
                int start = pair.external().network().bits();
                int end = pair.external().broadcast().bits();
                IntStream.rangeClosed(0, end - start)
                        .forEach(i -> all.add(new Ipv4Address(start + i)));
            }
        }
        return List.copyOf(all);
    }

    /** Returns every kind and id that has a place in the counters. */
    static Set<String> slotNames(Config config) {
        Set<String> all =
                config.rules().stream().map(r -> RULE + r.label().id()).collect(Collectors.toSet());
        config.policies().forEach(p -> all.add(POLICY + p.label().id()));
        config.forwards().forEach(f -> all.add(FORWARD + f.label().id()));
        config.nat().oneToOne().forEach(o -> all.add(POLICY + ONE_TO_ONE + o.external()));
        new RuleSettings(config, Map.of(), _ -> 0).services().forEach(rule -> all.add(rule.id()));
        return all;
    }

    /** The router itself is meant only where it is named. */
    private Match ruleMatch(RuleMatch about) {
        Match match = match(about);
        return about.to().zones().isEmpty()
                ? match.with(Field.TO_ZONE, match.set(Field.TO_ZONE).and(FORWARDED))
                : match;
    }

    /** Returns what a policy is about. */
    Match match(RuleMatch about) {
        Match match = from(about.from(), to(about.to(), Match.ANY));
        if (!about.protocols().isEmpty()) {
            match = match.with(Field.PROTOCOL, protocols(about.protocols()));
        }
        if (!about.icmp().isEmpty()) {
            match = match.with(Field.ICMP, icmp(about.icmp()));
        }
        if (about.tos().isPresent()) {
            match = match.tos(about.tos().get().value(), about.tos().get().mask());
        }
        if (about.fragments()) {
            match = match.with(Field.LATER_PIECE, RangeSet.of(1));
        }
        if (about.syn()) {
            match = match.with(Field.SYN, RangeSet.of(1));
        }
        Optional<MarkMatch> mark = about.mark();
        return mark.isPresent()
                ? match.mark((int) mark.get().value(), (int) mark.get().mask())
                : match;
    }

    private Match from(RuleEnd end, Match match) {
        return match.with(Field.FROM_ZONE, zones(end))
                .with(Field.FROM_NETWORK, named(end.networks(), networks))
                .with(Field.UPLINK, uplinks(end, match))
                .with(Field.SOURCE, names.addresses(end.addresses()))
                .with(Field.SOURCE_PORT, names.ports(end.ports()));
    }

    private Match to(RuleEnd end, Match match) {
        return match.with(Field.TO_ZONE, zones(end))
                .with(Field.TO_NETWORK, named(end.networks(), networks))
                .with(Field.UPLINK, uplinks(end, match))
                .with(Field.DESTINATION, names.addresses(end.addresses()))
                .with(Field.DESTINATION_PORT, names.ports(end.ports()));
    }

    private RangeSet uplinks(RuleEnd end, Match match) {
        return named(end.uplinks(), uplinks).and(match.set(Field.UPLINK));
    }

    /** An end that names uplinks is outside. */
    private static RangeSet zones(RuleEnd end) {
        EnumSet<Zone> zones = EnumSet.noneOf(Zone.class);
        end.zones().forEach(zone -> zones.add(zone(zone)));
        RangeSet asked =
                zones.isEmpty()
                        ? RangeSet.ANY
                        : RangeSet.of(zones.stream().mapToInt(Zone::ordinal).toArray());
        return end.uplinks().isEmpty() ? asked : asked.and(RangeSet.of(Zone.WAN.ordinal()));
    }

    private static Zone zone(RuleZone zone) {
        return switch (zone) {
            case LAN -> Zone.LAN;
            case GUEST -> Zone.GUEST;
            case WAN -> Zone.WAN;
            case ROUTER -> Zone.ROUTER;
        };
    }

    private static RangeSet named(List<NameTerm> terms, Map<String, Integer> numbers) {
        RangeSet given = numbers(terms, false, numbers);
        boolean every = terms.stream().allMatch(NameTerm::except);
        return (every ? RangeSet.ANY : given).and(numbers(terms, true, numbers).except());
    }

    private static RangeSet numbers(
            List<NameTerm> terms, boolean except, Map<String, Integer> numbers) {
        return RangeSet.of(
                terms.stream()
                        .filter(term -> term.except() == except)
                        .filter(term -> numbers.containsKey(term.name()))
                        .mapToInt(term -> numbers.get(term.name()))
                        .toArray());
    }

    private static RangeSet protocols(List<ProtocolTerm> terms) {
        boolean every = terms.stream().allMatch(ProtocolTerm::except);
        RangeSet given = every ? RangeSet.range(0, PROTOCOLS - 1) : protocols(terms, false);
        return given.and(protocols(terms, true).except());
    }

    private static RangeSet protocols(List<ProtocolTerm> terms, boolean except) {
        return RangeSet.of(
                terms.stream()
                        .filter(term -> term.except() == except)
                        .mapToInt(ProtocolTerm::number)
                        .toArray());
    }

    private static RangeSet icmp(List<IcmpTerm> terms) {
        return RangeSet.union(
                terms.stream()
                        .map(term ->
                                term.code() == IcmpTerm.ANY_CODE
                                        ? Match.icmpType(term.type())
                                        : RangeSet.of(term.type() << 8 | term.code()))
                        .toList());
    }
}
