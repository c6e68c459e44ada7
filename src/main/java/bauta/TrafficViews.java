package bauta;

import bauta.control.admin.traffic.ForwardView;
import bauta.control.admin.traffic.RuleView;
import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.IcmpTerm;
import bauta.control.config.rules.Policy;
import bauta.control.config.rules.PortSpan;
import bauta.control.config.rules.ProtocolTerm;
import bauta.control.config.rules.Protocols;
import bauta.control.config.rules.Rule;
import bauta.control.config.rules.RuleEnd;
import bauta.control.config.rules.RuleLabel;
import bauta.control.config.rules.RuleMatch;
import bauta.engine.RuleCounters;
import bauta.engine.RuleSlots;
import bauta.firewall.Field;
import bauta.firewall.Firewall;
import bauta.firewall.FirewallRule;
import bauta.firewall.PacketFacts;
import bauta.firewall.Zone;
import bauta.link.InputMap;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of a configuration as people list them, with their counters. */
final class TrafficViews {
    private static final String ANYWHERE = "anywhere";
    private static final String ALL = "all";

    private final Config config;
    private final RuleCounters counters;
    private final RuleSlots slots;
    private final Supplier<Map<String, InputMap.Taken>> kernel;
    private final long wallMillis;

    /**
     * Where packets are counted by rule.
     *
     * @param counters what the router counts
     * @param slots the place of each rule there
     * @param kernel what the kernel took by itself, by the id of the rule that lets it
     */
    record Counts(
            RuleCounters counters, RuleSlots slots, Supplier<Map<String, InputMap.Taken>> kernel) {}

    /**
     * Prepares views.
     *
     * @param config in force
     * @param counts where rules are counted
     * @param wallMillis the time of day, in milliseconds since 1970
     */
    TrafficViews(Config config, Counts counts, long wallMillis) {
        this.config = config;
        this.wallMillis = wallMillis;
        this.counters = counts.counters();
        this.slots = counts.slots();
        this.kernel = counts.kernel();
    }

    /** Returns the rules of the firewall, the standing ones last. */
    List<RuleView> rules() {
        List<RuleView> views = new ArrayList<>();
        for (Rule rule : config.rules()) {
            views.add(
                    view(
                            rule.label(),
                            rule.match(),
                            isDue(rule),
                            rule.verdict().name(),
                            options(rule),
                            slots.find(RuleSettings.RULE + rule.label().id())));
        }
        Map<String, InputMap.Taken> taken = kernel.get();
        config.networks().forEach(network -> views.addAll(services(network)));
        views.addAll(standing());
        views.replaceAll(view -> {
            InputMap.Taken more = taken.getOrDefault(view.id(), InputMap.Taken.NOTHING);
            return view.plus(more.packets(), more.bytes());
        });
        return views;
    }

    private boolean isDue(Rule rule) {
        return rule.schedule().stream()
                .flatMap(name -> config.schedules().stream().filter(s -> s.name().equals(name)))
                .allMatch(times -> RuleSettings.schedule(times).isOn(wallMillis));
    }

    private List<RuleView> services(Network network) {
        return new RuleSettings(config, Map.of(), _ -> 0)
                .router(network).standing().stream().map(rule -> service(network, rule)).toList();
    }

    /** A service is one protocol and one port, or one kind of ICMP message. */
    private RuleView service(Network network, FirewallRule rule) {
        int protocol = rule.match().set(Field.PROTOCOL).first(0);
        boolean icmp = rule.match().sets().containsKey(Field.ICMP);
        String what =
                icmp
                        ? " icmp " + (rule.match().set(Field.ICMP).first(0) >>> 8)
                        : ":" + rule.match().set(Field.DESTINATION_PORT).first(0);
        OptionalInt slot = slots.find(rule.id());
        return new RuleView(
                rule.id(),
                "",
                "",
                true,
                true,
                true,
                rule.verdict().name(),
                Protocols.name(protocol),
                network.name(),
                "router" + what,
                "",
                packets(slot),
                bytes(slot));
    }

    /** Returns the policies, and after them the addresses that are translated one to one. */
    List<RuleView> policies() {
        List<RuleView> views = new ArrayList<>();
        for (Policy policy : config.policies()) {
            views.add(
                    view(
                            policy.label(),
                            policy.match(),
                            true,
                            policy.action().name(),
                            options(policy),
                            slots.find(RuleSettings.POLICY + policy.label().id())));
        }
        for (var pair : config.nat().oneToOne()) {
            OptionalInt slot =
                    slots.find(RuleSettings.POLICY + RuleSettings.ONE_TO_ONE + pair.external());
            views.add(
                    new RuleView(
                            RuleSettings.ONE_TO_ONE + pair.external(),
                            "",
                            "",
                            true,
                            true,
                            false,
                            "ONE-TO-ONE",
                            ALL,
                            pair.internal().toString(),
                            ANYWHERE,
                            "as " + pair.external(),
                            packets(slot),
                            bytes(slot)));
        }
        return views;
    }

    private RuleView view(
            RuleLabel label,
            RuleMatch match,
            boolean due,
            String target,
            String options,
            OptionalInt slot) {
        return new RuleView(
                label.id(),
                label.name(),
                label.comment(),
                label.enabled(),
                label.enabled() && due,
                false,
                target,
                protocols(match.protocols()),
                end(match.from()),
                end(match.to()),
                (options(match) + " " + options).strip(),
                packets(slot),
                bytes(slot));
    }

    private long packets(OptionalInt slot) {
        return slot.isPresent() ? counters.packets(slot.getAsInt()) : 0;
    }

    private long bytes(OptionalInt slot) {
        return slot.isPresent() ? counters.bytes(slot.getAsInt()) : 0;
    }

    /** Asks the firewall without rules about every pair of zones. */
    private List<RuleView> standing() {
        Firewall firewall = Firewall.defaultDeny();
        Map<String, RuleView> views = new LinkedHashMap<>();
        PacketFacts facts = new PacketFacts();
        for (Zone from : Zone.values()) {
            for (Zone to : Zone.values()) {
                facts.fromZone = from;
                facts.toZone = to;
                int judgement = firewall.peek(facts);
                String id = firewall.id(judgement);
                RuleView earlier = views.get(id);
                String target = firewall.verdict(judgement).name();
                OptionalInt slot = OptionalInt.of(firewall.slot(judgement));
                views.put(
                        id,
                        new RuleView(
                                id,
                                "",
                                "",
                                true,
                                true,
                                true,
                                target,
                                ALL,
                                joined(earlier == null ? "" : earlier.source(), word(from)),
                                joined(earlier == null ? "" : earlier.destination(), word(to)),
                                "",
                                packets(slot),
                                bytes(slot)));
            }
        }
        return List.copyOf(views.values());
    }

    private static String joined(String before, String word) {
        boolean there = List.of(before.split(" ", -1)).contains(word);
        return there ? before : (before + " " + word).strip();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String protocols(List<ProtocolTerm> terms) {
        return terms.isEmpty()
                ? ALL
                : terms.stream()
                        .map(t -> (t.except() ? "!" : "") + Protocols.name(t.number()))
                        .collect(Collectors.joining(","));
    }

    private static String end(RuleEnd end) {
        String who =
                Stream.of(
                                end.zones().stream().map(TrafficViews::word).toList(),
                                end.networks(),
                                end.uplinks(),
                                end.addresses())
                        .filter(list -> !list.isEmpty())
                        .map(TrafficViews::list)
                        .collect(Collectors.joining(" "));
        String ports = end.ports().isEmpty() ? "" : ":" + list(end.ports());
        return (who.isEmpty() ? ANYWHERE : who) + ports;
    }

    private static String list(List<?> terms) {
        return terms.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String options(RuleMatch match) {
        List<String> parts = new ArrayList<>();
        if (!match.icmp().isEmpty()) {
            parts.add(
                    "icmp "
                            + match.icmp().stream()
                                    .map(TrafficViews::icmp)
                                    .collect(Collectors.joining(",")));
        }
        match.tos()
                .ifPresent(
                        tos -> parts.add("tos 0x%02x/0x%02x".formatted(tos.value(), tos.mask())));
        if (match.fragments()) {
            parts.add("fragments");
        }
        if (match.syn()) {
            parts.add("syn");
        }
        match.mark()
                .ifPresent(
                        mark -> parts.add("mark 0x%x/0x%x".formatted(mark.value(), mark.mask())));
        return String.join(" ", parts);
    }

    private static String icmp(IcmpTerm term) {
        return term.type() + (term.code() == IcmpTerm.ANY_CODE ? "" : "/" + term.code());
    }

    private static String options(Rule rule) {
        List<String> parts = new ArrayList<>();
        rule.limit()
                .ifPresent(limit ->
                        parts.add(
                                "limit %d/%ds burst %d"
                                        .formatted(
                                                limit.rate(),
                                                limit.per().toSeconds(),
                                                limit.burst())));
        rule.schedule().ifPresent(name -> parts.add("schedule " + name));
        if (rule.log()) {
            parts.add("log");
        }
        return String.join(" ", parts);
    }

    private static String options(Policy policy) {
        List<String> parts = new ArrayList<>();
        if (!policy.uplinks().isEmpty()) {
            parts.add("by " + list(policy.uplinks()));
        }
        policy.scheduler().ifPresent(scheduler -> parts.add(word(scheduler)));
        policy.externalAddress().ifPresent(address -> parts.add("as " + address));
        policy.mark()
                .ifPresent(mark ->
                        parts.add("set-mark 0x%x/0x%x".formatted(mark.value(), mark.mask())));
        return String.join(" ", parts);
    }

    /** Returns the forwards. */
    List<ForwardView> forwards() {
        return config.forwards().stream().map(this::forward).toList();
    }

    private ForwardView forward(Forward forward) {
        OptionalInt slot = slots.find(RuleSettings.FORWARD + forward.label().id());
        boolean everything = forward.kind() == Forward.Kind.EXPOSED_HOST;
        String protocols =
                forward.protocols().stream().map(Protocols::name).collect(Collectors.joining(","));
        return new ForwardView(
                forward.label().id(),
                forward.label().name(),
                forward.label().comment(),
                forward.label().enabled(),
                word(forward.kind()),
                everything ? ALL : protocols,
                external(forward),
                forward.sources().isEmpty() ? ANYWHERE : list(forward.sources()),
                word(forward.scheduler()),
                forward.targets().stream().map(this::target).toList(),
                packets(slot),
                bytes(slot));
    }

    private static String external(Forward forward) {
        String who =
                Stream.of(forward.uplinks(), forward.addresses())
                        .filter(list -> !list.isEmpty())
                        .map(TrafficViews::list)
                        .collect(Collectors.joining(" "));
        String ports = forward.ports().map(span -> ":" + span).orElse("");
        String trigger = forward.trigger().map(opens -> " opened by :" + opens.ports()).orElse("");
        String mark =
                forward.mark()
                        .map(m -> " mark 0x%x/0x%x".formatted(m.value(), m.mask()))
                        .orElse("");
        return (who.isEmpty() ? "any" : who) + ports + trigger + mark;
    }

    private ForwardView.Target target(Forward.Target target) {
        AddressTerm host = target.host();
        Ipv4Address address = new Ipv4Address(config.names().addresses(List.of(host)).first(0));
        return new ForwardView.Target(
                host.toString(),
                address.toString(),
                target.ports().map(PortSpan::toString).orElse(""),
                target.weight());
    }
}
