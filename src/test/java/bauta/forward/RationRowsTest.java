package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RationRowsTest {
    private static final long SECOND = 1_000_000_000L;

    private final RationRows rows = new RationRows(42);
    private long now = 7 * SECOND;

    /** Each of some keys asks so often a second, for a while; returns what the first was given. */
    private int given(int keys, int perSecond, long nanos) {
        int first = 0;
        long end = now + nanos;
        for (; now < end; now += SECOND / perSecond) {
            for (int key = 1; key <= keys; key++) {
                boolean taken = rows.take(key, now);
                first += key == 1 && taken ? 1 : 0;
            }
        }
        return first;
    }

    @Test
    void aBurstPassesAndThenAFixedRate() {
        for (int i = 0; i < RationRows.BURST; i++) {
            assertThat(rows.take(1, now)).isTrue();
        }
        assertThat(rows.take(1, now)).isFalse();
        assertThat(given(1, 200_000, SECOND))
                .isBetween(RationRows.PER_SECOND - 1, RationRows.PER_SECOND + 1);
    }

    @Test
    void whoAsksLessThanTheRateIsNeverRefused() {
        assertThat(given(1, RationRows.PER_SECOND, SECOND)).isEqualTo(RationRows.PER_SECOND);
    }

    @Test
    void busyKeysShareAlikeAndAQuietOneHasItsOwn() {
        given(16, 3_125, SECOND);
        assertThat(given(16, 3_125, SECOND))
                .isBetween(RationRows.PER_SECOND / 16 - 2, RationRows.PER_SECOND / 16 + 2);
        for (int i = 0; i < RationRows.BURST; i++) {
            assertThat(rows.take(99, now)).isTrue();
        }
    }

    @Test
    void soManyKeysStillMayBeginTheLeast() {
        given(300, 1_000, 2 * SECOND);
        assertThat(given(300, 1_000, SECOND))
                .isBetween(RationRows.LEAST_PER_SECOND - 2, RationRows.LEAST_PER_SECOND + 2);
    }

    @Test
    void whoIsLeftAloneHasTheWholeRateAgain() {
        given(16, 3_125, SECOND);
        given(1, 50_000, 2 * RationRows.WINDOW_NANOS);
        assertThat(given(1, 50_000, SECOND))
                .isBetween(RationRows.PER_SECOND - 1, RationRows.PER_SECOND + 1);
    }

    @Test
    void whoWasBusyLongAgoTakesNoShare() {
        given(16, 3_125, SECOND);
        now += 10 * SECOND;
        assertThat(given(1, 50_000, RationRows.WINDOW_NANOS / 2))
                .isGreaterThan(RationRows.BURST + RationRows.PER_SECOND / 40);
    }

    /** Forged sources by the thousand get no fresh burst each. */
    @Test
    void keysBeyondTheRowsShareOneBucket() {
        assertThat(forged()).isBetween(RationRows.ROWS / 2, RationRows.ROWS + RationRows.BURST);
    }

    private int forged() {
        int taken = 0;
        for (int key = 1; key <= 100_000; key++) {
            taken += rows.take(key, now) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aRowThatNobodyAsksByIsGivenAway() {
        forged();
        now += SECOND;
        for (int i = 0; i < RationRows.BURST; i++) {
            assertThat(rows.take(123_456, now)).isTrue();
            assertThat(rows.take(123_457, now)).isTrue();
        }
    }

    @Test
    void aClockThatIsSetBackTakesNothingAway() {
        given(1, 50_000, SECOND);
        now -= 5 * SECOND;
        rows.take(1, now);
        now += SECOND / 10;
        assertThat(rows.take(1, now)).isTrue();
        assertThat(given(1, 50_000, SECOND)).isGreaterThan(RationRows.PER_SECOND - 1);
    }

    @Test
    void askingFirstSaysWhatTakingDoes() {
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            now += random.nextInt(20_000) == 0 ? SECOND : random.nextLong(50_000L);
            long key = 1L + random.nextInt(random.nextInt(8) == 0 ? 2_000 : 6);
            boolean has = rows.has(key, now);
            assertThat(rows.has(key, now)).isEqualTo(has);
            assertThat(rows.take(key, now)).isEqualTo(has);
            refused += has ? 0 : 1;
        }
        assertThat(refused).isBetween(10_000, 190_000);
    }

    @Test
    void aSecondBetweenTwoQuestionsFillsNoMoreThanABurst() {
        given(1, 50_000, SECOND);
        now += 60 * SECOND;
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += rows.take(1, now) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(RationRows.BURST);
    }
}
