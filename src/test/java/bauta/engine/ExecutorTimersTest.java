package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorTimersTest {
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final ExecutorTimers timers =
            new ExecutorTimers(
                    loop, () -> 7, () -> seen.add("before"), e -> seen.add(e.toString()));

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    private List<String> next(int count) throws InterruptedException {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = seen.poll(10, TimeUnit.SECONDS);
        }
        return List.of(all);
    }

    @Test
    void whatATaskThrowsIsAnIncident() throws InterruptedException {
        timers.at(
                0,
                () -> {
                    throw new IllegalStateException("state");
                });
        assertThat(next(2)).containsExactly("before", "java.lang.IllegalStateException: state");
        timers.at(
                0,
                () -> {
                    throw new AssertionError("assertion");
                });
        assertThat(next(2)).containsExactly("before", "java.lang.AssertionError: assertion");
        timers.at(0, () -> seen.add("task"));
        assertThat(next(2)).containsExactly("before", "task");
    }

    @Test
    void theTimeIsThatOfTheClock() {
        assertThat(timers.nanos()).isEqualTo(7);
    }

    @Test
    void aTaskCalledOffDoesNotRun() throws InterruptedException {
        timers.at(System.nanoTime() + TimeUnit.HOURS.toNanos(1), () -> seen.add("off")).cancel();
        timers.at(0, () -> seen.add("task"));
        assertThat(next(2)).containsExactly("before", "task");
    }
}
