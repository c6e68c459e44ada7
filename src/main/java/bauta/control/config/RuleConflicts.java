package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.NamedSet;
import bauta.control.config.rules.Policy;
import bauta.control.config.rules.PortTerm;
import bauta.control.config.rules.Rule;
import bauta.control.config.rules.RuleEnd;
import bauta.control.config.rules.RuleMatch;
import bauta.control.config.rules.RuleNames;
import bauta.control.config.rules.RuleTimes;
import bauta.firewall.RangeSet;
import bauta.firewall.RuleMatcher;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What cannot stand together about policies, rules, sets and schedules: names that lead nowhere.
 */
final class RuleConflicts {
    private final Values values;
    private final NamesInFile names;
    private final Map<String, Site> ids = new HashMap<>();
    private final Map<String, Site> setNames = new HashMap<>();
    private final Map<String, Site> scheduleNames = new HashMap<>();

    private RuleConflicts(Values values) {
        this.values = values;
        this.names = new NamesInFile(values);
    }

    static void check(Values values) {
        RuleConflicts conflicts = new RuleConflicts(values);
        values.get(Config.SETS).forEach(conflicts::checkSet);
        values.get(Config.SCHEDULES).forEach(conflicts::checkSchedule);
        values.get(Config.POLICIES).forEach(conflicts::checkPolicy);
        values.get(Config.RULES).forEach(conflicts::checkRule);
        values.get(Config.FORWARDS)
                .forEach(forward -> conflicts.id(forward.label().id(), conflicts.site(forward)));
        conflicts.checkSize();
        ForwardConflicts.check(values, conflicts.names);
        NatConflicts.check(values, conflicts.names);
    }

    /** The matcher keeps every range of every list; a set that several rules name counts once. */
    private void checkSize() {
        RuleNames resolved = names.resolved();
        Set<RangeSet> different = Collections.newSetFromMap(new IdentityHashMap<>());
        long ranges = 0;
        for (Rule rule : values.get(Config.RULES)) {
            for (RuleEnd end : List.of(rule.match().from(), rule.match().to())) {
                for (RangeSet set :
                        List.of(resolved.addresses(end.addresses()), resolved.ports(end.ports()))) {
                    ranges += different.add(set) ? set.size() : 1;
                }
            }
        }
        if (ranges > RuleMatcher.MAX_RANGES && values.site(Config.RULES).clean()) {
            values.site(Config.RULES)
                    .report(
                            "" + ranges,
                            ProblemId.TOO_MANY_RANGES.with("" + RuleMatcher.MAX_RANGES));
        }
    }

    private Site site(Object bound) {
        return values.origin(bound);
    }

    private void checkSet(NamedSet set) {
        Site site = site(set);
        Site here = site.child(SetKeys.NAME.name());
        unique(set.name(), here, setNames);
        names.device(set.name())
                .ifPresent(device -> {
                    if (here.clean()) {
                        here.report(set.name(), ProblemId.DUPLICATE.with(device.pointer()));
                    }
                });
        NamesInFile.each(set.addresses(), site.child(SetKeys.ADDRESSES.name()), this::checkPart);
        NamesInFile.each(set.ports(), site.child(SetKeys.PORTS.name()), RuleConflicts::checkPart);
    }

    private void checkPart(AddressTerm term, Site here) {
        if (term instanceof AddressTerm.Named(_, String name) && names.isSet(name)) {
            here.report(name, ProblemId.SET_IN_SET.with());
        } else {
            names.check(term, here);
        }
    }

    private static void checkPart(PortTerm term, Site here) {
        if (term instanceof PortTerm.Named(_, String name)) {
            here.report(name, ProblemId.SET_IN_SET.with());
        }
    }

    private void checkSchedule(RuleTimes times) {
        unique(times.name(), site(times).child(SetKeys.SCHEDULE_NAME.name()), scheduleNames);
    }

    private void checkPolicy(Policy policy) {
        Site site = site(policy);
        id(policy.label().id(), site);
        checkMatch(policy.match(), site);
        NamesInFile.each(policy.uplinks(), site.child(RuleKeys.UPLINKS.name()), names::checkUplink);
        policy.externalAddress()
                .ifPresent(address ->
                        names.checkExternal(
                                address,
                                policy.uplinks(),
                                site.child(RuleKeys.EXTERNAL_ADDRESS.name())));
    }

    private void checkRule(Rule rule) {
        Site site = site(rule);
        id(rule.label().id(), site);
        checkMatch(rule.match(), site);
        Site schedule = site.child(RuleKeys.SCHEDULE.name());
        rule.schedule()
                .filter(name -> !scheduleNames.containsKey(name))
                .ifPresent(name ->
                        schedule.report(
                                name,
                                ProblemId.UNKNOWN_SCHEDULE.with(
                                        NamesInFile.list(scheduleNames.keySet()))));
    }

    private void id(String id, Site rule) {
        unique(id, rule.child(LabelKeys.ID.name()), ids);
    }

    private void checkMatch(RuleMatch match, Site site) {
        checkEnd(match.from(), site.child(MatchKeys.FROM.name()));
        checkEnd(match.to(), site.child(MatchKeys.TO.name()));
    }

    private void checkEnd(RuleEnd end, Site site) {
        NamesInFile.each(
                end.networks(),
                site.child(MatchKeys.NETWORKS.name()),
                (term, here) -> names.checkNetwork(term.name(), here));
        NamesInFile.each(
                end.uplinks(),
                site.child(MatchKeys.UPLINKS.name()),
                (term, here) -> names.checkUplink(term.name(), here));
        names.checkAll(end.addresses(), site.child(MatchKeys.ADDRESSES.name()));
        NamesInFile.each(
                end.ports(),
                site.child(MatchKeys.PORTS.name()),
                (term, here) -> {
                    if (term instanceof PortTerm.Named(_, String name)) {
                        names.checkPorts(name, here);
                    }
                });
    }

    private static void unique(String name, Site here, Map<String, Site> seen) {
        if (here.clean()) {
            Site earlier = seen.putIfAbsent(name, here);
            if (earlier != null) {
                here.report(name, ProblemId.DUPLICATE.with(earlier.pointer()));
            }
        }
    }
}
