package bauta.engine;

/** One-shot timers of the event loop that owns the caller. Tests supply a manual one. */
public interface Timers extends Clock {
    /**
     * Runs a task once, on the owning loop, at or soon after a point in time.
     *
     * @param deadlineNanos when, on this clock; a past time means as soon as possible
     * @param task what to run; must not block
     * @return a handle to call it off
     */
    Timer at(long deadlineNanos, Runnable task);

    /** A task that has been scheduled. */
    @FunctionalInterface
    interface Timer {
        /** Calls the task off; without effect when it ran already. */
        void cancel();
    }
}
