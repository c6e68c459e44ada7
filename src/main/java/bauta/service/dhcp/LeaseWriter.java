package bauta.service.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * Saves leases off the loop, one write at a time; changes during a write share the next one. What
 * waits for a save runs on the loop after it. When saving fails, the waiting replies go out all the
 * same: hosts with addresses that a power cut would forget beat hosts without.
 */
final class LeaseWriter {
    private final Executor loop;
    private final Executor disk;
    private final Store store;
    private final Supplier<String> snapshot;
    private List<Runnable> waiting = new ArrayList<>();
    private boolean writing;
    private long failures;

    /** Takes the text to its place for good. */
    @FunctionalInterface
    interface Store {
        /** Writes; may block. */
        void write(String text) throws java.io.IOException;
    }

    /**
     * Makes a writer.
     *
     * @param loop runs what waited
     * @param disk may block
     * @param snapshot the text to save, asked for on the loop
     */
    LeaseWriter(Executor loop, Executor disk, Store store, Supplier<String> snapshot) {
        this.loop = loop;
        this.disk = disk;
        this.store = store;
        this.snapshot = snapshot;
    }

    /** Saves the present state, then runs a task. On the loop. */
    void save(Runnable then) {
        waiting.add(then);
        if (!writing) {
            start();
        }
    }

    private void start() {
        List<Runnable> batch = waiting;
        waiting = new ArrayList<>();
        writing = true;
        String text = snapshot.get();
        disk.execute(() -> {
            boolean saved = write(text);
            loop.execute(() -> finished(batch, saved));
        });
    }

    private boolean write(String text) {
        try {
            store.write(text);
            return true;
        } catch (java.io.IOException e) {
            Logger.warn(e, "dhcp leases not saved");
            return false;
        }
    }

    private void finished(List<Runnable> batch, boolean saved) {
        failures += saved ? 0 : 1;
        writing = false;
        if (!waiting.isEmpty()) {
            start();
        }
        batch.forEach(Runnable::run);
    }

    /** Returns how many writes failed. */
    long failures() {
        return failures;
    }
}
