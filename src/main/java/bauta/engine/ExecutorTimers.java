package bauta.engine;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Timers on an event loop. What a task throws does not get lost in a future that nobody reads: it
 * is an incident.
 */
public final class ExecutorTimers implements Timers {
    /** Executors schedule on real time, not on the time of the batch. */
    private static final Clock REAL = Clock.system();

    private final ScheduledExecutorService loop;
    private final Clock clock;
    private final Runnable before;
    private final Consumer<Throwable> incident;

    /**
     * Makes timers.
     *
     * @param loop runs the tasks
     * @param clock the machine's, or that of the batch
     * @param before runs before each task, for example to advance the clock
     * @param incident told on the loop what a task threw
     */
    public ExecutorTimers(
            ScheduledExecutorService loop,
            Clock clock,
            Runnable before,
            Consumer<Throwable> incident) {
        this.loop = loop;
        this.clock = clock;
        this.before = before;
        this.incident = incident;
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Timer at(long deadlineNanos, Runnable task) {
        long delayNanos = Math.max(0, deadlineNanos - REAL.nanos());
        Future<?> scheduled = loop.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private void run(Runnable task) {
        try {
            before.run();
            task.run();
        } catch (RuntimeException | AssertionError e) {
            incident.accept(e);
        }
    }
}
