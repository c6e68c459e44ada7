package bauta.nat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The order in which targets are picked, row by row. */
class SchedulerTest {
    private record Idle(String name, Scheduling kind, Servers servers, String want) {}

    private static final List<Idle> TURNS =
            List.of(
                    new Idle("in turn", Scheduling.RR, Servers.weighing(1, 1, 1), "ABCABCA"),
                    new Idle(
                            "weights do not count",
                            Scheduling.RR,
                            Servers.weighing(9, 1, 1),
                            "ABCABC"),
                    new Idle(
                            "weight 0 is skipped",
                            Scheduling.RR,
                            Servers.weighing(1, 0, 1),
                            "ACAC"),
                    new Idle("all weights 0", Scheduling.RR, Servers.weighing(0, 0), "--"),
                    new Idle(
                            "overloaded is skipped",
                            Scheduling.RR,
                            Servers.weighing(1, 1, 1).active(2, 0, 0).limits(2, 2, 2),
                            "BCBC"),
                    new Idle("a single one", Scheduling.RR, Servers.weighing(3), "AAA"),
                    new Idle(
                            "4, 3 and 2",
                            Scheduling.WRR,
                            Servers.weighing(4, 3, 2),
                            "AABABCABCAABABCABC"),
                    new Idle(
                            "the divisor shortens the turn",
                            Scheduling.WRR,
                            Servers.weighing(4, 2),
                            "AABAAB"),
                    new Idle("equal weights", Scheduling.WRR, Servers.weighing(5, 5, 5), "ABCABC"),
                    new Idle(
                            "weight 0 is skipped",
                            Scheduling.WRR,
                            Servers.weighing(2, 0, 1),
                            "AACAAC"),
                    new Idle("all weights 0", Scheduling.WRR, Servers.weighing(0, 0, 0), "---"),
                    new Idle(
                            "overloaded is skipped",
                            Scheduling.WRR,
                            Servers.weighing(2, 1).active(1, 0).limits(1, 9),
                            "BBB"),
                    new Idle(
                            "all overloaded",
                            Scheduling.WRR,
                            Servers.weighing(2, 1).active(1, 1).limits(1, 1),
                            "--"),
                    new Idle(
                            "least load",
                            Scheduling.LC,
                            Servers.weighing(1, 1, 1).active(3, 1, 2),
                            "BB"),
                    new Idle(
                            "a tie goes to the earlier",
                            Scheduling.LC,
                            Servers.weighing(1, 1, 1).active(2, 1, 1),
                            "BB"),
                    new Idle(
                            "256 others weigh as much as one in use",
                            Scheduling.LC,
                            Servers.weighing(1, 1).active(0, 1).inactive(257, 0),
                            "BB"),
                    new Idle(
                            "and 256 are a tie",
                            Scheduling.LC,
                            Servers.weighing(1, 1).active(0, 1).inactive(256, 0),
                            "AA"),
                    new Idle(
                            "weight 0 is skipped",
                            Scheduling.LC,
                            Servers.weighing(0, 1).active(0, 9),
                            "BB"),
                    new Idle("all weights 0", Scheduling.LC, Servers.weighing(0), "-"),
                    new Idle(
                            "load by weight",
                            Scheduling.WLC,
                            Servers.weighing(1, 4).active(1, 3),
                            "BB"),
                    new Idle(
                            "a tie goes to the earlier",
                            Scheduling.WLC,
                            Servers.weighing(1, 2).active(1, 2),
                            "AA"),
                    new Idle(
                            "weight 0 is skipped",
                            Scheduling.WLC,
                            Servers.weighing(0, 1).active(0, 9),
                            "BB"),
                    new Idle(
                            "great numbers do not overflow",
                            Scheduling.WLC,
                            Servers.weighing(65_535, 65_534).active(200_000, 200_000),
                            "AA"),
                    new Idle("all weights 0", Scheduling.WLC, Servers.weighing(0, 0), "-"));

    @TestFactory
    Stream<DynamicTest> picksInTheOrderOfItsRow() {
        return TURNS.stream()
                .map(row ->
                        DynamicTest.dynamicTest(
                                row.kind + " " + row.name,
                                () ->
                                        assertThat(
                                                        row.servers.idle(
                                                                row.kind.scheduler(),
                                                                row.want.length()))
                                                .isEqualTo(row.want)));
    }

    private record Loaded(Scheduling kind, Servers servers, String want) {}

    @Test
    void flowsThatStayChangeThePicks() {
        List<Loaded> rows =
                List.of(
                        new Loaded(Scheduling.LC, Servers.weighing(1, 1, 1), "ABCABC"),
                        new Loaded(Scheduling.LC, Servers.weighing(1, 1).active(3, 0), "BBBABA"),
                        new Loaded(Scheduling.WLC, Servers.weighing(4, 3, 2), "ABCABACBA"),
                        new Loaded(Scheduling.RR, Servers.weighing(1, 1).limits(1, 2), "ABB-"));
        for (Loaded row : rows) {
            Scheduler scheduler = row.kind.scheduler();
            assertThat(row.servers.loaded(scheduler, row.want.length()))
                    .as("%s", row)
                    .isEqualTo(row.want);
        }
    }

    @Test
    void aPickThatDoesNotCountChangesNothing() {
        Random random = new Random(4);
        for (Scheduling kind : Scheduling.values()) {
            Servers servers = Servers.weighing(4, 0, 2, 7).limits(90, 90, 90, 90);
            Scheduler scheduler = kind.scheduler();
            for (int i = 0; i < 300; i++) {
                int destination = random.nextInt(8);
                long now = i * 60_000_000_000L * random.nextInt(100);
                int asked = scheduler.pick(servers, destination, now, false);
                assertThat(scheduler.pick(servers, destination, now, false)).isEqualTo(asked);
                assertThat(scheduler.pick(servers, destination, now, true))
                        .as("%s %d", kind, i)
                        .isEqualTo(asked);
                if (asked >= 0) {
                    servers.active[asked] += random.nextInt(3);
                }
            }
        }
    }

    @Test
    void aWeightThatFallsWhileRunningIsKeptTo() {
        Servers servers = Servers.weighing(8, 1);
        Scheduler scheduler = Scheduling.WRR.scheduler();
        assertThat(servers.idle(scheduler, 3)).isEqualTo("AAA");
        servers.weights[0] = 2;
        assertThat(servers.idle(scheduler, 6)).isEqualTo("ABAABA");
        servers.weights[0] = 0;
        assertThat(servers.idle(scheduler, 3)).isEqualTo("BBB");
    }

    @Test
    void turnsOverALongTimeAreAsManyAsTheWeightsSay() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            int[] weights = random.ints(1 + random.nextInt(6), 0, 20).toArray();
            int sum = Arrays.stream(weights).sum();
            Servers servers = Servers.weighing(weights);
            String picks = servers.idle(Scheduling.WRR.scheduler(), 2 * sum);
            for (int i = 0; i < weights.length; i++) {
                int target = i;
                long got = picks.chars().filter(one -> one == 'A' + target).count();
                assertThat(got).as("%s", picks).isEqualTo(2L * weights[i]);
            }
        }
    }
}
