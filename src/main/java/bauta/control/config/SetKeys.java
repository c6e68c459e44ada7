package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.NamedSet;
import bauta.control.config.rules.PortTerm;
import bauta.control.config.rules.RuleTimes;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The keys of sets and schedules. */
final class SetKeys {
    static final Key<String> NAME = Key.required("name", RuleKinds.SET_NAME, "", "\"cameras\"");
    static final Key<List<AddressTerm>> ADDRESSES =
            Key.optional(
                    "addresses",
                    new ListKind<>(RuleKinds.ADDRESSES, 0, 1024),
                    List.of(),
                    "[\"192.168.87.32/28\", \"doorbell\"]");
    static final Key<List<PortTerm>> PORTS =
            Key.optional(
                    "ports", new ListKind<>(RuleKinds.PORT_TERM, 0, 256), List.of(), "[80, 443]");

    static final Shape<NamedSet> SET =
            new Shape<>(
                    "set",
                    List.of(NAME, LabelKeys.COMMENT, ADDRESSES, PORTS),
                    SetKeys::check,
                    values ->
                            new NamedSet(
                                    values.get(NAME),
                                    values.get(LabelKeys.COMMENT),
                                    values.get(ADDRESSES),
                                    values.get(PORTS)));

    private static final Map<String, DayOfWeek> DAY_WORDS =
            Map.of(
                    "mon", DayOfWeek.MONDAY,
                    "tue", DayOfWeek.TUESDAY,
                    "wed", DayOfWeek.WEDNESDAY,
                    "thu", DayOfWeek.THURSDAY,
                    "fri", DayOfWeek.FRIDAY,
                    "sat", DayOfWeek.SATURDAY,
                    "sun", DayOfWeek.SUNDAY);

    static final Key<String> SCHEDULE_NAME =
            Key.required("name", Kinds.NAME, "", "\"school-nights\"");
    private static final Key<List<DayOfWeek>> DAYS =
            Key.optional(
                    "days",
                    new ListKind<>(Kinds.choice(DAY_WORDS), 1, 7),
                    List.of(DayOfWeek.values()),
                    "[\"mon\", \"tue\"]");
    private static final Key<LocalTime> FROM =
            Key.optional("from", RuleKinds.CLOCK, LocalTime.MIDNIGHT, "\"21:00\"");
    private static final Key<LocalTime> UNTIL =
            Key.optional("until", RuleKinds.CLOCK, LocalTime.MIDNIGHT, "\"06:30\"");
    private static final Key<ZoneId> TIME_ZONE =
            Key.derived("time-zone", RuleKinds.TIME_ZONE, "\"Asia/Tokyo\"");

    static final Shape<RuleTimes> SCHEDULE =
            new Shape<>(
                    "schedule",
                    List.of(SCHEDULE_NAME, DAYS, FROM, UNTIL, TIME_ZONE),
                    values ->
                            new RuleTimes(
                                    values.get(SCHEDULE_NAME),
                                    values.get(DAYS),
                                    values.get(FROM),
                                    values.get(UNTIL),
                                    values.find(TIME_ZONE).orElseGet(ZoneId::systemDefault)));

    private SetKeys() {}

    private static void check(Values values) {
        if (!values.site().clean()) {
            return;
        }
        boolean addresses = !values.get(ADDRESSES).isEmpty();
        boolean ports = !values.get(PORTS).isEmpty();
        if (addresses == ports) {
            values.site()
                    .report(
                            values.get(NAME),
                            (ports ? ProblemId.BOTH_KINDS_OF_SET : ProblemId.EMPTY_SET).with());
        }
    }
}
