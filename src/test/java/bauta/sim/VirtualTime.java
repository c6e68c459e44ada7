package bauta.sim;

import bauta.engine.Timers;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes only from one event to the next. Equal times run in the order of asking. */
final class VirtualTime implements Timers {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.<Task>comparingLong(task -> task.at)
                            .thenComparingLong(task -> task.order));
    private long nanos = 1_000 * SECOND;
    private long order;

    private static final class Task {
        final long at;
        final long order;
        final Runnable what;
        boolean cancelled;

        Task(long at, long order, Runnable what) {
            this.at = at;
            this.order = order;
            this.what = what;
        }
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Timer at(long deadlineNanos, Runnable task) {
        Task entry = new Task(Math.max(nanos, deadlineNanos), order++, task);
        tasks.add(entry);
        return () -> entry.cancelled = true;
    }

    /** Does something later. */
    Timer after(long byNanos, Runnable task) {
        return at(nanos + byNanos, task);
    }

    /** Lets time pass up to a point, with everything that falls due. */
    void runUntil(long endNanos) {
        Task next = tasks.peek();
        while (next != null && next.at <= endNanos) {
            tasks.remove();
            nanos = next.at;
            if (!next.cancelled) {
                next.what.run();
            }
            next = tasks.peek();
        }
        nanos = endNanos;
    }
}
