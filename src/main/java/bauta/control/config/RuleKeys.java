package bauta.control.config;

import bauta.control.config.rules.Forward;
import bauta.control.config.rules.MarkMatch;
import bauta.control.config.rules.Policy;
import bauta.control.config.rules.Rule;
import bauta.control.config.rules.RuleEnd;
import bauta.control.config.rules.RuleZone;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of firewall rules and policies. */
final class RuleKeys {
    private static final int MOST_RATE = 1_000_000;

    private static final Key<Integer> RATE =
            Key.required("rate", Kinds.number(1, MOST_RATE), 1, "10");
    private static final Key<Duration> PER =
            Key.optional(
                    "per",
                    Kinds.choice(
                            Map.of(
                                    "second", Duration.ofSeconds(1),
                                    "minute", Duration.ofMinutes(1),
                                    "hour", Duration.ofHours(1),
                                    "day", Duration.ofDays(1))),
                    Duration.ofSeconds(1),
                    "\"minute\"");
    private static final Key<Integer> BURST =
            Key.optional("burst", Kinds.number(1, MOST_RATE), 5, "20");

    static final Shape<Rule.Limit> LIMIT_SHAPE =
            new Shape<>(
                    "limit",
                    List.of(RATE, PER, BURST),
                    values -> new Rule.Limit(values.get(RATE), values.get(PER), values.get(BURST)));

    static final Key<Rule.Decision> VERDICT =
            Key.required(
                    "verdict",
                    Kinds.choice(
                            Map.of(
                                    "accept", Rule.Decision.ACCEPT,
                                    "drop", Rule.Decision.DROP,
                                    "reject", Rule.Decision.REJECT)),
                    Rule.Decision.DROP,
                    "\"reject\"");
    static final Key<Rule.Limit> LIMIT = Key.derived("limit", LIMIT_SHAPE, "{\"rate\": 10}");
    static final Key<String> SCHEDULE = Key.derived("schedule", Kinds.NAME, "\"school-nights\"");
    static final Key<Boolean> LOG = Key.optional("log", Kinds.SWITCH, false, "true");

    static final Shape<Rule> RULE =
            new Shape<>(
                    "rule",
                    keys(List.of(VERDICT, LIMIT, SCHEDULE, LOG)),
                    RuleKeys::checkRule,
                    values ->
                            new Rule(
                                    LabelKeys.of(values),
                                    MatchKeys.of(values),
                                    values.get(VERDICT),
                                    values.find(LIMIT),
                                    values.find(SCHEDULE),
                                    values.get(LOG)));

    static final Key<Policy.Action> ACTION =
            Key.required(
                    "action",
                    Kinds.choice(
                            Map.of(
                                    "masquerade", Policy.Action.MASQUERADE,
                                    "route", Policy.Action.ROUTE,
                                    "drop", Policy.Action.DROP,
                                    "reject", Policy.Action.REJECT,
                                    "mark", Policy.Action.MARK)),
                    Policy.Action.MASQUERADE,
                    "\"route\"");
    static final Key<List<String>> UPLINKS =
            Key.optional("uplinks", new ListKind<>(Kinds.NAME, 0, 8), List.of(), "[\"internet\"]");
    static final Key<List<Integer>> WEIGHTS =
            Key.optional(
                    "weights", new ListKind<>(Kinds.number(0, 65_535), 0, 8), List.of(), "[2]");
    static final Key<Forward.Scheduler> SCHEDULER =
            Key.derived("scheduler", ForwardKeys.SCHEDULER.kind(), "\"lblcr\"");
    static final Key<Ipv4Address> EXTERNAL_ADDRESS =
            Key.derived("external-address", Kinds.HOST, "\"203.0.113.9\"");
    static final Key<MarkMatch> SET_MARK =
            Key.derived("set-mark", MatchKeys.MARK_SHAPE, "{\"value\": 5}");

    static final Shape<Policy> POLICY =
            new Shape<>(
                    "policy",
                    keys(List.of(ACTION, UPLINKS, WEIGHTS, SCHEDULER, EXTERNAL_ADDRESS, SET_MARK)),
                    RuleKeys::checkPolicy,
                    values ->
                            new Policy(
                                    LabelKeys.of(values),
                                    MatchKeys.of(values),
                                    values.get(ACTION),
                                    values.get(UPLINKS),
                                    values.get(WEIGHTS),
                                    values.find(SCHEDULER),
                                    values.find(EXTERNAL_ADDRESS),
                                    values.find(SET_MARK)));

    private RuleKeys() {}

    private static List<Key<?>> keys(List<Key<?>> own) {
        List<Key<?>> keys =
                new ArrayList<>(
                        List.of(
                                LabelKeys.ID,
                                LabelKeys.NAME,
                                LabelKeys.COMMENT,
                                LabelKeys.ENABLED));
        keys.addAll(MatchKeys.ALL);
        keys.addAll(own);
        return List.copyOf(keys);
    }

    /**
     * What the router itself offers inside goes to the kernel by network, protocol and port, before
     * anything else could be asked.
     */
    private static void checkRule(Values values) {
        MatchKeys.check(values);
        RuleEnd from = values.get(MatchKeys.FROM);
        RuleEnd to = values.get(MatchKeys.TO);
        boolean outside =
                !from.uplinks().isEmpty()
                        || !from.zones().isEmpty()
                                && !from.zones().contains(RuleZone.LAN)
                                && !from.zones().contains(RuleZone.GUEST);
        if (!to.zones().contains(RuleZone.ROUTER) || outside) {
            return;
        }
        boolean asksMore =
                !from.addresses().isEmpty()
                        || !from.ports().isEmpty()
                        || !to.addresses().isEmpty()
                        || values.find(MatchKeys.TOS).isPresent()
                        || values.find(MatchKeys.DSCP).isPresent()
                        || values.find(MatchKeys.MARK).isPresent()
                        || values.get(MatchKeys.FRAGMENTS)
                        || values.get(MatchKeys.SYN)
                        || values.find(LIMIT).isPresent()
                        || values.find(SCHEDULE).isPresent()
                        || values.get(LOG);
        if (asksMore && values.site().clean()) {
            values.site().report(values.get(LabelKeys.ID), ProblemId.ROUTER_RULE.with());
        }
    }

    private static void checkPolicy(Values values) {
        MatchKeys.check(values);
        Policy.Action action = values.get(ACTION);
        if (!values.site(ACTION).clean()) {
            return;
        }
        String word = word(action);
        boolean out = action == Policy.Action.MASQUERADE || action == Policy.Action.ROUTE;
        if (!out && !values.get(UPLINKS).isEmpty()) {
            values.site(UPLINKS)
                    .report(
                            String.join(", ", values.get(UPLINKS)),
                            ProblemId.NOT_WITH_ACTION.with(word, "masquerade, route"));
        }
        int weights = values.get(WEIGHTS).size();
        if (weights > 0
                && weights != values.get(UPLINKS).size()
                && values.site(UPLINKS).clean()
                && values.site(WEIGHTS).clean()) {
            values.site(WEIGHTS)
                    .report(
                            "" + weights,
                            ProblemId.OTHER_COUNT.with("" + values.get(UPLINKS).size()));
        }
        if (action != Policy.Action.MASQUERADE && values.find(EXTERNAL_ADDRESS).isPresent()) {
            values.site(EXTERNAL_ADDRESS)
                    .report(
                            "" + values.find(EXTERNAL_ADDRESS).get(),
                            ProblemId.NOT_WITH_ACTION.with(word, "masquerade"));
        }
        if (action == Policy.Action.MARK && values.find(SET_MARK).isEmpty()) {
            if (values.site(SET_MARK).clean()) {
                values.site(SET_MARK).report("", ProblemId.NEEDED_BY_ACTION.with(word));
            }
        }
    }

    private static String word(Policy.Action action) {
        return ACTION.kind().show(action).replace("\"", "");
    }
}
