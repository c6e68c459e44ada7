package bauta.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final RetrySettings SETTINGS = RetrySettings.DEFAULT;

    private static List<Long> waits(UplinkCause cause, Duration up, int times) {
        List<Long> seconds = new ArrayList<>();
        Retry retry = Retry.NONE;
        for (int i = 0; i < times; i++) {
            Retry.Wait wait = retry.after(SETTINGS, cause, up.toNanos(), 0.5);
            seconds.add(Duration.ofNanos(wait.waitNanos()).toSeconds());
            retry = wait.next();
        }
        return seconds;
    }

    @Test
    void waitsByCauseAndHistory() {
        record Case(String name, UplinkCause cause, Duration up, List<Long> want) {}
        Duration never = Duration.ofNanos(-1);
        Duration flap = Duration.ofSeconds(3);
        Duration stable = Duration.ofMinutes(1);
        List<Case> cases =
                List.of(
                        new Case(
                                "line",
                                UplinkCause.PADI_UNANSWERED,
                                never,
                                List.of(5L, 5L, 5L, 5L)),
                        new Case(
                                "general",
                                UplinkCause.LCP_TIMEOUT,
                                never,
                                List.of(5L, 10L, 20L, 40L, 80L, 120L, 120L)),
                        new Case(
                                "refused",
                                UplinkCause.AUTHENTICATION_REFUSED,
                                never,
                                List.of(30L, 60L, 120L, 240L, 480L, 600L, 600L)),
                        new Case(
                                "lost after long",
                                UplinkCause.ECHO_LOST,
                                stable,
                                List.of(1L, 1L, 1L)),
                        new Case(
                                "lost after short",
                                UplinkCause.PADT_RECEIVED,
                                flap,
                                List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L)),
                        new Case("soon", UplinkCause.REDIAL, never, List.of(0L, 0L)));
        for (Case row : cases) {
            assertThat(waits(row.cause, row.up, row.want.size())).as(row.name).isEqualTo(row.want);
        }
    }

    @Test
    void chanceMovesAWaitByTenPercentAtMost() {
        long least = Retry.NONE.after(SETTINGS, UplinkCause.LCP_TIMEOUT, -1, 0).waitNanos();
        long most = Retry.NONE.after(SETTINGS, UplinkCause.LCP_TIMEOUT, -1, 1).waitNanos();
        assertThat(Duration.ofNanos(least)).isEqualTo(Duration.ofMillis(4500));
        assertThat(Duration.ofNanos(most)).isEqualTo(Duration.ofMillis(5500));
    }

    @Test
    void silenceOfTheLineForgivesFailuresButNotRefusals() {
        Retry.Wait wait = new Retry(7, 3).after(SETTINGS, UplinkCause.PADI_UNANSWERED, -1, 0.5);
        assertThat(wait.next()).isEqualTo(new Retry(0, 3));
    }
}
