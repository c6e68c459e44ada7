package bauta.nat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** lblc and lblcr, which remember destinations, over virtual time. */
class LocalityTest {
    private static final long DAY = Duration.ofHours(24).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private static String pick(Scheduler scheduler, Servers servers, int destination, long now) {
        return Servers.letter(scheduler.pick(servers, destination, now, true));
    }

    @Test
    void aDestinationStaysWhereItWas() {
        for (Scheduling kind : new Scheduling[] {Scheduling.LBLC, Scheduling.LBLCR}) {
            Scheduler scheduler = kind.scheduler();
            Servers servers = Servers.weighing(10, 10, 10);
            assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
            servers.active(5, 0, 0);
            assertThat(pick(scheduler, servers, 7, 1)).isEqualTo("A");
            assertThat(pick(scheduler, servers, 8, 2)).isEqualTo("B");
            servers.active(0, 9, 0);
            assertThat(pick(scheduler, servers, 8, 3)).isEqualTo("B");
        }
    }

    @Test
    void moreThanItsWeightWithAnotherHalfEmptyMovesIt() {
        Scheduler scheduler = Scheduling.LBLC.scheduler();
        Servers servers = Servers.weighing(10, 10);
        assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
        servers.active(11, 5);
        assertThat(pick(scheduler, servers, 7, 1)).as("5 is half of 10").isEqualTo("A");
        servers.active(10, 0);
        assertThat(pick(scheduler, servers, 7, 2)).as("as much as the weight").isEqualTo("A");
        servers.active(11, 4);
        assertThat(pick(scheduler, servers, 7, 3)).isEqualTo("B");
        servers.active(0, 9);
        assertThat(pick(scheduler, servers, 7, 4)).as("it has moved").isEqualTo("B");
    }

    @Test
    void weightZeroMovesItToo() {
        Scheduler scheduler = Scheduling.LBLC.scheduler();
        Servers servers = Servers.weighing(10, 10);
        assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
        servers.weights[0] = 0;
        assertThat(pick(scheduler, servers, 7, 1)).isEqualTo("B");
        servers.weights[1] = 0;
        assertThat(pick(scheduler, servers, 7, 2)).isEqualTo("-");
    }

    @Test
    void aDestinationIsForgottenAfterADayWithoutUse() {
        Scheduler scheduler = Scheduling.LBLC.scheduler();
        Servers servers = Servers.weighing(10, 10);
        assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
        servers.active(5, 0);
        assertThat(pick(scheduler, servers, 7, DAY)).as("used again").isEqualTo("A");
        assertThat(pick(scheduler, servers, 7, 2 * DAY)).isEqualTo("A");
        assertThat(pick(scheduler, servers, 7, 3 * DAY + 1)).isEqualTo("B");
    }

    @Test
    void theCacheIsSweptOnceAMinute() {
        LocalityLeastLoad scheduler = new LocalityLeastLoad();
        Servers servers = Servers.weighing(1);
        for (int destination = 0; destination < 100; destination++) {
            scheduler.pick(servers, destination, destination, true);
        }
        scheduler.pick(servers, 200, DAY, true);
        assertThat(scheduler.remembered()).isEqualTo(101);
        scheduler.pick(servers, 201, DAY + MINUTE - 1, true);
        assertThat(scheduler.remembered()).as("swept less than a minute ago").isEqualTo(102);
        scheduler.pick(servers, 201, DAY + MINUTE, true);
        assertThat(scheduler.remembered()).isEqualTo(2);
    }

    @Test
    void theCacheIsBoundedAndSweptHarderWhenFull() {
        LocalityLeastLoad scheduler = new LocalityLeastLoad();
        Servers servers = Servers.weighing(1, 1);
        for (int destination = 0; destination < 40_000; destination++) {
            assertThat(scheduler.pick(servers, destination, 0, true)).isNotNegative();
        }
        assertThat(scheduler.remembered()).isEqualTo(DestinationCache.MAX_ENTRIES);
        scheduler.pick(servers, 5, 5 * MINUTE, true);
        assertThat(scheduler.remembered()).isEqualTo(DestinationCache.MAX_ENTRIES);
        scheduler.pick(servers, 6, 7 * MINUTE, true);
        assertThat(scheduler.remembered()).as("unused for six minutes").isEqualTo(2);
    }

    @Test
    void aSetGrowsUnderLoadAndShrinksAfterADay() {
        Scheduler scheduler = Scheduling.LBLCR.scheduler();
        Servers servers = Servers.weighing(10, 10, 10);
        assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
        servers.active(11, 0, 6);
        assertThat(pick(scheduler, servers, 7, 1)).as("B joins").isEqualTo("B");
        servers.active(1, 2, 0);
        assertThat(pick(scheduler, servers, 7, 2)).as("the lighter of A and B").isEqualTo("A");
        servers.active(3, 2, 0);
        assertThat(pick(scheduler, servers, 7, 3)).isEqualTo("B");
        assertThat(pick(scheduler, servers, 7, DAY)).isEqualTo("B");
        assertThat(pick(scheduler, servers, 7, DAY + 2)).as("A leaves").isEqualTo("B");
        servers.active(0, 9, 0);
        assertThat(pick(scheduler, servers, 7, DAY + 3)).as("B alone is left").isEqualTo("B");
    }

    @Test
    void aSetWhoseMembersAreAllUnavailableGetsAnother() {
        Scheduler scheduler = Scheduling.LBLCR.scheduler();
        Servers servers = Servers.weighing(10, 10, 10);
        assertThat(pick(scheduler, servers, 7, 0)).isEqualTo("A");
        servers.weights[0] = 0;
        assertThat(pick(scheduler, servers, 7, 1)).isEqualTo("B");
        servers.weights[0] = 10;
        servers.active(0, 1, 0);
        assertThat(pick(scheduler, servers, 7, 2)).as("A has stayed a member").isEqualTo("A");
    }
}
