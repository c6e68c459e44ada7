package bauta.engine;

import org.tinylog.Logger;

/**
 * Warns of trouble that may come with every packet: the 1st, 2nd, 4th, 8th... time, with how often
 * it happened, and with the stack the first time alone. Owned by one thread.
 */
public final class RepeatedTrouble {
    private final String event;
    private final FoldedCount count = new FoldedCount();

    /**
     * Makes one that has not happened.
     *
     * @param event the line
     */
    public RepeatedTrouble(String event) {
        this.event = event;
    }

    /**
     * Counts it, and says so when it is due.
     *
     * @param cause what happened
     */
    public void warn(Throwable cause) {
        boolean due = count.again();
        if (times() == 1) {
            Logger.warn(cause, "{} times=1", event);
        } else if (due) {
            Logger.warn("{} times={} cause={}", event, times(), cause.toString());
        }
    }

    /** Returns how often it happened. */
    public long times() {
        return count.times();
    }
}
