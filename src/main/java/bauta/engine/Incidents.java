package bauta.engine;

import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.tinylog.Logger;

/**
 * Our own mistakes at one place, such as the tasks of a timer: what was thrown is caught there and
 * comes here, and the loop goes on. Logged the 1st, 2nd, 4th, 8th… time, with the count. Where
 * state may be damaged, {@link #MOST} of them end the process. Owned by one loop.
 */
public final class Incidents implements Consumer<Throwable> {
    /** So many incidents at one place, since the start, are answered by a new start. */
    public static final int MOST = 1000;

    /** The exit status then (EX_SOFTWARE of sysexits.h). */
    private static final int STATUS = 70;

    private final Runnable end;
    private final ObjLongConsumer<Throwable> log;
    private final FoldedCount count = new FoldedCount();

    Incidents(Runnable end, ObjLongConsumer<Throwable> log) {
        this.end = end;
        this.log = log;
    }

    /**
     * Counts and logs, however many there are.
     *
     * @param where for the log
     */
    public static Incidents at(String where) {
        return new Incidents(() -> {}, (thrown, count) -> write(where, thrown, count));
    }

    /**
     * Counts and logs, and ends the process at once after {@link #MOST}, so that its supervisor
     * starts it anew. Nothing is put in order before: the loop can no longer be relied on, and a
     * start copes with what a crash leaves.
     *
     * @param where for the log
     */
    public static Incidents ending(String where) {
        return new Incidents(
                () -> Runtime.getRuntime().halt(STATUS),
                (thrown, count) -> write(where, thrown, count));
    }

    private static void write(String where, Throwable thrown, long count) {
        Logger.error(thrown, "incident at={} count={}", where, count);
    }

    /** Takes what was thrown. */
    @Override
    public void accept(Throwable thrown) {
        boolean due = count.again();
        boolean last = count.times() == MOST;
        if (due || last) {
            log.accept(thrown, count.times());
        }
        if (last) {
            end.run();
        }
    }
}
