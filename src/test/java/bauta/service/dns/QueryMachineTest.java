package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.dns.QueryAction.Ask;
import bauta.service.dns.QueryAction.Deliver;
import bauta.service.dns.QueryAction.GiveUp;
import bauta.service.dns.QueryEvent.Answered;
import bauta.service.dns.QueryEvent.Asked;
import bauta.service.dns.QueryEvent.Failed;
import bauta.service.dns.QueryEvent.TimedOut;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The course of one query, as scripts of events and the actions they must cause. */
class QueryMachineTest {
    private static final long TRY = 1000;
    private static final Upstream P = new Upstream(UpstreamServer.plain(new Ipv4Address(1), 53));
    private static final Upstream S = new Upstream(UpstreamServer.plain(new Ipv4Address(2), 53));
    private static final Answered GOOD_0 = new Answered(0, false);
    private static final Answered GOOD_1 = new Answered(1, false);
    private static final Answered POOR_0 = new Answered(0, true);
    private static final Answered POOR_1 = new Answered(1, true);
    private static final TimedOut LATE = new TimedOut();

    private static final Asked NOBODY = new Asked(List.of());
    private static final Asked ONE = new Asked(List.of(P));
    private static final Asked TWO = new Asked(List.of(P, S));
    private static final Asked FOUR = new Asked(List.of(P, S, P, S));
    private static final Ask P_0 = new Ask(0, P);
    private static final Ask S_1 = new Ask(1, S);
    private static final Ask P_2 = new Ask(2, P);
    private static final Ask S_3 = new Ask(3, S);
    private static final GiveUp END = new GiveUp();

    private record Script(String name, List<QueryEvent> events, List<QueryAction> want) {}

    private static List<QueryAction> run(List<QueryEvent> events) {
        QueryMachine machine = new QueryMachine(TRY);
        QueryState state = QueryMachine.initial();
        List<QueryAction> actions = new ArrayList<>();
        long now = 0;
        for (QueryEvent event : events) {
            if (event instanceof TimedOut && state instanceof QueryState.Waiting waiting) {
                now = waiting.deadlineNanos();
            }
            QueryMachine.Transition transition = machine.next(state, event, now);
            state = transition.next();
            actions.addAll(transition.actions());
        }
        return actions;
    }

    @Test
    void silenceAndFailures() {
        List<Script> scripts =
                List.of(
                        new Script("nobody to ask", List.of(NOBODY), List.of(END)),
                        new Script("answered", List.of(TWO, GOOD_0), List.of(P_0, new Deliver(0))),
                        new Script(
                                "second answers after a time-out",
                                List.of(TWO, LATE, GOOD_1),
                                List.of(P_0, S_1, new Deliver(1))),
                        new Script(
                                "first answers late",
                                List.of(TWO, LATE, GOOD_0),
                                List.of(P_0, S_1, new Deliver(0))),
                        new Script(
                                "all silent",
                                List.of(FOUR, LATE, LATE, LATE, LATE),
                                List.of(P_0, S_1, P_2, S_3, END)),
                        new Script(
                                "refused by ICMP goes on at once",
                                List.of(TWO, new Failed(0), GOOD_1),
                                List.of(P_0, S_1, new Deliver(1))),
                        new Script(
                                "both refused by ICMP",
                                List.of(TWO, new Failed(0), new Failed(1)),
                                List.of(P_0, S_1, END)),
                        new Script(
                                "an old try fails while a newer runs",
                                List.of(TWO, LATE, new Failed(0), GOOD_1),
                                List.of(P_0, S_1, new Deliver(1))),
                        new Script(
                                "a new try fails while an older may answer",
                                List.of(TWO, LATE, new Failed(1), GOOD_0),
                                List.of(P_0, S_1, new Deliver(0))),
                        new Script(
                                "a new try fails, then the older",
                                List.of(TWO, LATE, new Failed(1), new Failed(0)),
                                List.of(P_0, S_1, END)),
                        new Script(
                                "a new try fails, the older stays silent",
                                List.of(TWO, LATE, new Failed(1), LATE),
                                List.of(P_0, S_1, END)));
        check(scripts);
    }

    @Test
    void poorAnswersAndEventsOutOfPlace() {
        List<Script> scripts =
                List.of(
                        new Script(
                                "servfail, then better",
                                List.of(TWO, POOR_0, GOOD_1),
                                List.of(P_0, S_1, new Deliver(1))),
                        new Script(
                                "servfail from both: the first one's",
                                List.of(FOUR, POOR_0, POOR_1),
                                List.of(P_0, S_1, new Deliver(0))),
                        new Script(
                                "servfail, then silence",
                                List.of(FOUR, POOR_0, LATE, LATE),
                                List.of(P_0, S_1, S_3, new Deliver(0))),
                        new Script(
                                "servfail of the only server",
                                List.of(ONE, POOR_0),
                                List.of(P_0, new Deliver(0))),
                        new Script(
                                "nothing twice",
                                List.of(TWO, GOOD_0, GOOD_0, LATE, new Failed(0)),
                                List.of(P_0, new Deliver(0))),
                        new Script(
                                "a try that was never made",
                                List.of(TWO, GOOD_1, new Failed(7), GOOD_0),
                                List.of(P_0, new Deliver(0))));
        check(scripts);
    }

    private static void check(List<Script> scripts) {
        for (Script script : scripts) {
            assertThat(run(script.events())).as(script.name()).isEqualTo(script.want());
        }
    }

    @Test
    void everyCourseEndsOnceAndInTime() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            List<QueryEvent> events = new ArrayList<>();
            List<Upstream> order = new ArrayList<>();
            for (int j = random.nextInt(5); j > 0; j--) {
                order.add(random.nextBoolean() ? P : S);
            }
            events.add(new Asked(order));
            for (int j = random.nextInt(8); j > 0; j--) {
                int attempt = random.nextInt(4);
                events.add(
                        switch (random.nextInt(3)) {
                            case 0 -> new Failed(attempt);
                            case 1 -> new Answered(attempt, random.nextInt(3) > 0);
                            default -> LATE;
                        });
            }
            for (int j = 0; j < 6; j++) {
                events.add(LATE);
            }
            List<QueryAction> actions = run(events);
            assertThat(actions).as("seed %s", seed).filteredOn(a -> !(a instanceof Ask)).hasSize(1);
            assertThat(actions.getLast()).as("seed %s", seed).isNotInstanceOf(Ask.class);
        }
    }
}
