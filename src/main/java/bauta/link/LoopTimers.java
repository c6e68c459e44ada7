package bauta.link;

import bauta.engine.BatchClock;
import bauta.engine.Timers;
import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers on an event loop. The batch clock is advanced before each task runs. */
final class LoopTimers implements Timers {
    private final EventLoop loop;
    private final BatchClock clock;

    LoopTimers(EventLoop loop, BatchClock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Timer at(long deadlineNanos, Runnable task) {
        long delayNanos = Math.max(0, deadlineNanos - System.nanoTime());
        ScheduledFuture<?> scheduled =
                loop.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private void run(Runnable task) {
        clock.advance();
        task.run();
    }
}
