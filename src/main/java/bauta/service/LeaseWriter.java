package bauta.service;

import bauta.engine.RepeatedTrouble;
import bauta.engine.Timers;
import bauta.engine.TokenBucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Saves leases off the loop, one write at a time; changes in between share the next one. So that no
 * client wears out the flash, there is one write per second in the long run; an hour's worth of
 * them may come at once, for when all clients come at once after a power cut. What waits for a save
 * runs on the loop after it; a bounded number may wait. When saving fails, the waiting replies go
 * out all the same: hosts with addresses that a power cut would forget beat hosts without.
 */
public final class LeaseWriter {
    /** Tasks that may wait for their save. */
    public static final int WAITING_MAX = 4096;

    private static final int WRITES_PER_SECOND = 1;

    /** Writes that may come at once. */
    public static final int WRITES_AT_ONCE = 3600;

    private static final long INTERVAL_NANOS = 1_000_000_000L / WRITES_PER_SECOND;

    private final Timers timers;
    private final Executor loop;
    private final Executor disk;
    private final Store store;
    private final Snapshot snapshot;
    private final TokenBucket writes;
    private final RepeatedTrouble trouble = new RepeatedTrouble("leases not saved");
    private List<Runnable> waiting = new ArrayList<>();
    private List<Runnable> inFlight = new ArrayList<>();
    private boolean writing;
    private boolean timed;
    private boolean changed;

    /** Gives the present state. */
    @FunctionalInterface
    public interface Snapshot {
        /** Takes the state, on the loop; the text of it is made off the loop. */
        Supplier<String> take();
    }

    /** Takes the text to its place for good. */
    @FunctionalInterface
    public interface Store {
        /** Writes; may block. */
        void write(String text) throws IOException;
    }

    /**
     * Makes a writer.
     *
     * @param timers of the loop
     * @param loop runs what waited
     * @param disk may block
     * @param snapshot what to save
     */
    public LeaseWriter(
            Timers timers, Executor loop, Executor disk, Store store, Snapshot snapshot) {
        this.timers = timers;
        this.writes = new TokenBucket(WRITES_PER_SECOND, WRITES_AT_ONCE, timers.nanos());
        this.loop = loop;
        this.disk = disk;
        this.store = store;
        this.snapshot = snapshot;
    }

    /**
     * Saves the present state, then runs a task. On the loop.
     *
     * @return false when too many wait: the state is saved with theirs, but the task does not run
     */
    public boolean save(Runnable then) {
        changed = true;
        boolean accepted = !isFull();
        if (accepted) {
            waiting.add(then);
        }
        startIfDue();
        return accepted;
    }

    /**
     * Runs a task as soon as nothing is left to save of what happened before it. On the loop.
     *
     * @return false when too many wait: the task does not run
     */
    public boolean whenSaved(Runnable then) {
        if (!writing && !changed) {
            then.run();
            return true;
        }
        if (isFull()) {
            return false;
        }
        (changed ? waiting : inFlight).add(then);
        return true;
    }

    private boolean isFull() {
        return waiting.size() + inFlight.size() >= WAITING_MAX;
    }

    private void startIfDue() {
        if (writing || timed || !changed) {
            return;
        }
        if (writes.take(timers.nanos())) {
            start();
        } else {
            timed = true;
            timers.at(timers.nanos() + INTERVAL_NANOS, this::intervalOver);
        }
    }

    private void intervalOver() {
        timed = false;
        startIfDue();
    }

    private void start() {
        inFlight = waiting;
        waiting = new ArrayList<>();
        writing = true;
        changed = false;
        Supplier<String> text = snapshot.take();
        disk.execute(() -> {
            Optional<IOException> failure = write(text.get());
            loop.execute(() -> finished(failure));
        });
    }

    private Optional<IOException> write(String text) {
        try {
            store.write(text);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void finished(Optional<IOException> failure) {
        failure.ifPresent(trouble::warn);
        List<Runnable> batch = inFlight;
        inFlight = new ArrayList<>();
        writing = false;
        startIfDue();
        batch.forEach(Runnable::run);
    }

    /** Returns how many writes failed. */
    public long failures() {
        return trouble.times();
    }
}
