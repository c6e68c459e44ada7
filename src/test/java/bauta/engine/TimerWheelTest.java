package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final int THINGS = 1000;
    private static final int TICK = 10;

    private final long[] deadlines = new long[THINGS];
    private final List<Integer> expired = new ArrayList<>();
    private int asked;
    private final TimerWheel.Owner owner =
            new TimerWheel.Owner() {
                @Override
                public long deadlineNanos(int id) {
                    asked++;
                    return deadlines[id];
                }

                @Override
                public void expired(int id) {
                    expired.add(id);
                }
            };
    private final TimerWheel wheel =
            new TimerWheel(
                    ByteBuffer.allocateDirect(THINGS * 16),
                    4,
                    16,
                    new TimerWheel.Geometry(TICK, 64, 0),
                    owner);

    private void file(int id, long deadline) {
        deadlines[id] = deadline;
        wheel.schedule(id, deadline);
    }

    @Test
    void firesAtTheDeadlineAndNotBefore() {
        file(3, 25);
        wheel.advance(29, 100);
        assertThat(expired).isEmpty();
        wheel.advance(30, 100);
        assertThat(expired).containsExactly(3);
    }

    @Test
    void aDeadlineThatMovedAwayIsFiledAnew() {
        file(1, 20);
        deadlines[1] = 200;
        wheel.advance(199, 100);
        assertThat(expired).isEmpty();
        assertThat(asked).isEqualTo(1);
        wheel.advance(200, 100);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void aDeadlineThatComesNearerIsRescheduled() {
        file(1, 500);
        deadlines[1] = 50;
        wheel.reschedule(1, 50);
        wheel.advance(50, 100);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void deadlinesBeyondTheWheelAreKept() {
        file(1, 10_000);
        wheel.advance(9_999, 100);
        assertThat(expired).isEmpty();
        wheel.advance(10_000, 100);
        assertThat(expired).containsExactly(1);
    }

    @Test
    void theWorkOfOneCallIsBounded() {
        for (int id = 0; id < 10; id++) {
            file(id, 20);
        }
        assertThat(wheel.advance(1000, 4)).isEqualTo(4);
        assertThat(expired).hasSize(4);
        assertThat(wheel.advance(1000, 4)).isEqualTo(4);
        assertThat(wheel.advance(1000, 4)).isEqualTo(2);
        assertThat(expired).hasSize(10);
    }

    @Test
    void cancelTakesOutHeadMiddleAndEnd() {
        for (int id = 0; id < 5; id++) {
            file(id, 20);
        }
        wheel.cancel(4);
        wheel.cancel(2);
        wheel.cancel(0);
        wheel.advance(20, 100);
        assertThat(expired).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void behavesLikeASortedList() {
        Random random = new Random(12);
        boolean[] filed = new boolean[THINGS];
        long now = 0;
        for (int round = 0; round < 20_000; round++) {
            int id = random.nextInt(THINGS);
            if (!filed[id]) {
                file(id, now + random.nextInt(3000));
                filed[id] = true;
            } else if (random.nextInt(3) == 0) {
                wheel.cancel(id);
                filed[id] = false;
            } else {
                deadlines[id] = Math.max(deadlines[id], now + random.nextInt(3000));
            }
            now += random.nextInt(20);
            expired.clear();
            wheel.advance(now, Integer.MAX_VALUE);
            for (int gone : expired) {
                assertThat(filed[gone]).isTrue();
                assertThat(deadlines[gone]).isLessThanOrEqualTo(now);
                filed[gone] = false;
            }
            if (round % 100 == 0) {
                assertNoneIsLate(filed, now);
            }
        }
        assertThat(Arrays.toString(filed)).contains("true");
    }

    private void assertNoneIsLate(boolean[] filed, long now) {
        for (int id = 0; id < THINGS; id++) {
            if (filed[id]) {
                assertThat(deadlines[id]).as("thing %d", id).isGreaterThan(now - 2 * TICK);
            }
        }
    }
}
