package bauta.service;

import bauta.engine.Clock;
import bauta.engine.Timers;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Timers of a service's own event loop, on the machine's monotonic clock. */
final class ServiceTimers implements Timers {
    private final ScheduledExecutorService loop;
    private final Clock clock = Clock.system();

    ServiceTimers(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Timer at(long deadlineNanos, Runnable task) {
        long delay = Math.max(0, deadlineNanos - nanos());
        Future<?> scheduled = loop.schedule(task, delay, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}
