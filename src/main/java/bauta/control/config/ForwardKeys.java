package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.MarkMatch;
import bauta.control.config.rules.PortSpan;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of forwards. */
final class ForwardKeys {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final Set<Integer> WITH_PORTS = Set.of(TCP, UDP);
    private static final ListKind<Integer> PROTOCOL_LIST = new ListKind<>(RuleKinds.PROTOCOL, 1, 8);

    static final Key<AddressTerm> HOST =
            Key.required(
                    "host",
                    RuleKinds.TARGET,
                    new AddressTerm.Span(false, Ipv4Address.ANY, Ipv4Address.ANY),
                    "\"nas\"");
    static final Key<PortSpan> TARGET_PORTS = Key.derived("ports", RuleKinds.PORTS, "8080");
    static final Key<Integer> WEIGHT = Key.optional("weight", Kinds.number(0, 65_535), 1, "2");

    private static final Key<Integer> LIMIT =
            Key.optional("limit", Kinds.number(0, 1_000_000), 0, "100");

    static final Shape<Forward.Target> TARGET =
            new Shape<>(
                    "target",
                    List.of(HOST, TARGET_PORTS, WEIGHT, LIMIT),
                    values ->
                            new Forward.Target(
                                    values.get(HOST),
                                    values.find(TARGET_PORTS),
                                    values.get(WEIGHT),
                                    values.get(LIMIT)));

    static final Key<List<Integer>> OPENING_PROTOCOLS =
            Key.optional("protocols", PROTOCOL_LIST, List.of(TCP), "[\"tcp\"]");
    static final Key<PortSpan> OPENING_PORTS =
            Key.required("ports", RuleKinds.PORTS, new PortSpan(1, 1), "6667");
    static final Key<Duration> LIFETIME =
            Key.optional(
                    "lifetime", Kinds.duration("10s", "1d"), Duration.ofMinutes(10), "\"10m\"");

    static final Shape<Forward.Trigger> TRIGGER_SHAPE =
            new Shape<>(
                    "trigger",
                    List.of(OPENING_PROTOCOLS, OPENING_PORTS, LIFETIME),
                    values ->
                            new Forward.Trigger(
                                    values.get(OPENING_PROTOCOLS),
                                    values.get(OPENING_PORTS),
                                    values.get(LIFETIME)));

    static final Key<Forward.Kind> KIND =
            Key.optional(
                    "kind",
                    Kinds.choice(
                            Map.of(
                                    "ports", Forward.Kind.PORTS,
                                    "trigger", Forward.Kind.TRIGGER,
                                    "mark", Forward.Kind.MARK,
                                    "exposed-host", Forward.Kind.EXPOSED_HOST)),
                    Forward.Kind.PORTS,
                    "\"exposed-host\"");
    static final Key<List<String>> UPLINKS =
            Key.optional("uplinks", new ListKind<>(Kinds.NAME, 0, 8), List.of(), "[\"internet\"]");
    static final Key<List<Ipv4Address>> ADDRESSES =
            Key.optional(
                    "addresses", new ListKind<>(Kinds.HOST, 0, 64), List.of(), "[\"203.0.113.9\"]");
    static final Key<List<Integer>> PROTOCOLS =
            Key.optional("protocols", PROTOCOL_LIST, List.of(TCP, UDP), "[\"tcp\"]");
    static final Key<PortSpan> PORTS = Key.derived("ports", RuleKinds.PORTS, "\"8000-8010\"");
    static final Key<List<AddressTerm>> SOURCES =
            Key.optional(
                    "sources",
                    new ListKind<>(RuleKinds.ADDRESSES, 0, 64),
                    List.of(),
                    "[\"198.51.100.0/24\"]");
    static final Key<MarkMatch> MARK = Key.derived("mark", MatchKeys.MARK_SHAPE, "{\"value\": 5}");
    static final Key<List<Forward.Target>> TARGETS =
            Key.optional(
                    "targets", new ListKind<>(TARGET, 0, 64), List.of(), "[{\"host\": \"nas\"}]");
    static final Key<Forward.Scheduler> SCHEDULER =
            Key.optional(
                    "scheduler",
                    Kinds.choice(
                            Map.of(
                                    "rr", Forward.Scheduler.RR,
                                    "wrr", Forward.Scheduler.WRR,
                                    "lc", Forward.Scheduler.LC,
                                    "wlc", Forward.Scheduler.WLC,
                                    "lblc", Forward.Scheduler.LBLC,
                                    "lblcr", Forward.Scheduler.LBLCR)),
                    Forward.Scheduler.WRR,
                    "\"wlc\"");
    static final Key<Boolean> HAIRPIN = Key.optional("hairpin", Kinds.SWITCH, true, "false");
    static final Key<Forward.Trigger> TRIGGER =
            Key.derived("trigger", TRIGGER_SHAPE, "{\"ports\": 6667}");

    static final Shape<Forward> SHAPE =
            new Shape<>(
                    "forward",
                    List.of(
                            LabelKeys.ID,
                            LabelKeys.NAME,
                            LabelKeys.COMMENT,
                            LabelKeys.ENABLED,
                            KIND,
                            UPLINKS,
                            ADDRESSES,
                            PROTOCOLS,
                            PORTS,
                            SOURCES,
                            MARK,
                            TARGETS,
                            SCHEDULER,
                            HAIRPIN,
                            TRIGGER),
                    ForwardKeys::check,
                    ForwardKeys::of);

    private ForwardKeys() {}

    private static Forward of(Values values) {
        return new Forward(
                LabelKeys.of(values),
                values.get(KIND),
                values.get(UPLINKS),
                values.get(ADDRESSES),
                values.get(PROTOCOLS),
                values.find(PORTS),
                values.get(SOURCES),
                values.find(MARK),
                values.get(TARGETS),
                values.get(SCHEDULER),
                values.get(HAIRPIN),
                values.find(TRIGGER));
    }

    private static void check(Values values) {
        Forward.Kind kind = values.get(KIND);
        if (!values.site(KIND).clean()) {
            return;
        }
        boolean ports = values.get(PROTOCOLS).stream().anyMatch(WITH_PORTS::contains);
        if (ports && !WITH_PORTS.containsAll(values.get(PROTOCOLS))) {
            values.site(PROTOCOLS).report("", ProblemId.MIXED_PROTOCOLS.with());
        }
        switch (kind) {
            case PORTS -> {
                if (ports) {
                    needs(values, PORTS);
                } else {
                    forbidsPorts(values);
                }
                needsTarget(values, 64);
                forbids(values, MARK);
                forbids(values, TRIGGER);
            }
            case TRIGGER -> {
                needs(values, PORTS);
                needs(values, TRIGGER);
                forbids(values, MARK);
                forbidsTargets(values);
            }
            case MARK -> {
                needs(values, MARK);
                needsTarget(values, 64);
                forbids(values, TRIGGER);
            }
            case EXPOSED_HOST -> {
                forbids(values, PORTS);
                forbids(values, MARK);
                forbids(values, TRIGGER);
                needsTarget(values, 1);
            }
        }
        checkLengths(values);
    }

    private static void needs(Values values, Key<?> key) {
        if (values.find(key).isEmpty() && values.site(key).clean()) {
            values.site(key).report(key.name(), ProblemId.NEEDED_BY_KIND.with(word(values)));
        }
    }

    private static void forbids(Values values, Key<?> key) {
        if (values.find(key).isPresent() && values.site(key).clean()) {
            values.site(key).report(key.name(), ProblemId.NOT_WITH_KIND.with(word(values)));
        }
    }

    /** Only what has ports leads by them. */
    private static void forbidsPorts(Values values) {
        boolean clean = values.site(PORTS).clean() && values.site(PROTOCOLS).clean();
        if (values.find(PORTS).isPresent() && clean) {
            values.site(PORTS)
                    .report("" + values.find(PORTS).get(), ProblemId.FORWARD_PORTS.with());
        }
    }

    private static void needsTarget(Values values, int most) {
        int targets = values.get(TARGETS).size();
        if ((targets == 0 || targets > most) && values.site(TARGETS).clean()) {
            values.site(TARGETS).report("" + targets, ProblemId.NO_TARGET.with("1", "" + most));
        }
    }

    private static void forbidsTargets(Values values) {
        if (!values.get(TARGETS).isEmpty()) {
            values.site(TARGETS).report("targets", ProblemId.NOT_WITH_KIND.with(word(values)));
        }
    }

    /** Ports lead to as many ports, each to its own. */
    private static void checkLengths(Values values) {
        Optional<PortSpan> outside = values.find(PORTS);
        for (Forward.Target target : values.get(TARGETS)) {
            Site here = values.origin(target).child(TARGET_PORTS.name());
            target.ports()
                    .ifPresent(inside -> {
                        int wanted = outside.map(PortSpan::size).orElse(PortSpan.ALL.size());
                        if (inside.size() != wanted && values.site(PORTS).clean() && here.clean()) {
                            here.report(
                                    "" + inside,
                                    ProblemId.OTHER_LENGTH.with("" + inside.size(), "" + wanted));
                        }
                    });
        }
    }

    private static String word(Values values) {
        return KIND.kind().show(values.get(KIND)).replace("\"", "");
    }
}
