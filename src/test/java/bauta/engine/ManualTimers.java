package bauta.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers whose time is moved by the test. */
public final class ManualTimers implements Timers {
    private final List<Entry> entries = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;

    private record Entry(long deadlineNanos, Runnable task) {}

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Timer at(long deadlineNanos, Runnable task) {
        Entry entry = new Entry(deadlineNanos, task);
        entries.add(entry);
        return () ->
                entries.removeIf(
                        other -> System.identityHashCode(other) == System.identityHashCode(entry));
    }

    /**
     * Moves the time on and runs what falls due, in order.
     *
     * @param byNanos how far
     */
    public void advance(long byNanos) {
        long target = nanos + byNanos;
        while (true) {
            Entry next =
                    entries.stream()
                            .min(Comparator.comparingLong(Entry::deadlineNanos))
                            .filter(entry -> entry.deadlineNanos <= target)
                            .orElse(null);
            if (next == null) {
                nanos = target;
                return;
            }
            entries.remove(next);
            nanos = Math.max(nanos, next.deadlineNanos);
            next.task.run();
        }
    }

    /** Returns how many tasks wait. */
    public int waiting() {
        return entries.size();
    }
}
