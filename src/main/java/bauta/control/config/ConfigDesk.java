package bauta.control.config;

import bauta.engine.Timers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where a change of the configuration is asked for: it is checked, brought into force, watched, and
 * kept or undone. One change at a time. Thread-safe; methods block, call them on virtual threads.
 */
public final class ConfigDesk implements AutoCloseable {
    private final ConfigStore store;

    private ConfigDesk(ConfigStore store) {
        this.store = store;
    }

    /**
     * Opens the desk. What {@link ConfigStore#start} answers must be in force already.
     *
     * @param store where configurations are kept
     * @param running the running router
     * @param timers wake the desk; their tasks only hand over to the worker
     * @param worker runs what may block, for example a virtual thread per task
     */
    public static ConfigDesk open(
            ConfigStore store, RunningConfig running, Timers timers, Executor worker) {
        return new ConfigDesk(store);
    }

    /**
     * Asks to be told when a change begins, comes on trial, is kept or undone.
     *
     * @param listener called with the status, on the thread of whoever brought it about; must not
     *     block
     */
    public void listen(Consumer<ChangeStatus> listener) {}

    /** Returns what is in force. */
    public Config config() {
        return ((Reading.Accepted) store.start()).config();
    }

    /** Returns the number of the revision that is kept; 0 while none is. */
    public int revision() {
        return store.current().map(Revision::number).orElse(0);
    }

    /** Returns what is in force as it was written, {@code ***} in place of each secret. */
    public String json() {
        return store.current().map(Revision::json).orElse("{\"schema-version\": 2}");
    }

    /**
     * Returns one value of what is in force as JSON text; the default where none is written.
     *
     * @param pointer RFC 6901; empty for the whole
     * @return empty when nothing can stand there
     */
    public Optional<String> get(String pointer) {
        return Optional.empty();
    }

    /**
     * Says what is wrong with a candidate; {@code ***} stands for the secret that is there.
     *
     * @param candidate JSON
     */
    public Reading check(String candidate) {
        return ConfigReader.parse(candidate.getBytes(StandardCharsets.UTF_8), store.board());
    }

    /**
     * Returns where a candidate differs from what is in force, secrets masked.
     *
     * @param candidate JSON; of text that is none nothing is said, {@link #check} does
     */
    public List<Difference> diff(String candidate) {
        return List.of();
    }

    /**
     * Brings a whole configuration into force, whatever is kept now.
     *
     * @param candidate JSON; {@code ***} stands for the secret that is there
     * @param author who asks
     * @param how when it is kept
     */
    public ChangeOutcome apply(String candidate, String author, Confirmation how) {
        return apply(candidate, author, how, OptionalInt.empty());
    }

    /**
     * Brings a whole configuration into force.
     *
     * @param candidate JSON; {@code ***} stands for the secret that is there
     * @param author who asks
     * @param how when it is kept
     * @param basedOn the revision that the candidate was made from; when another one is kept by
     *     now, nothing is done
     */
    public ChangeOutcome apply(
            String candidate, String author, Confirmation how, OptionalInt basedOn) {
        return new ChangeOutcome.NothingThere();
    }

    /**
     * Sets one value: replaces it, adds a key, or appends to a list by {@code /-}.
     *
     * @param pointer RFC 6901
     * @param jsonValue JSON text
     * @param author who asks
     * @param how when it is kept
     */
    public ChangeOutcome set(String pointer, String jsonValue, String author, Confirmation how) {
        return new ChangeOutcome.NothingThere();
    }

    /**
     * Removes one value, so that its default is in force, or an element of a list.
     *
     * @param pointer RFC 6901
     * @param author who asks
     * @param how when it is kept
     */
    public ChangeOutcome remove(String pointer, String author, Confirmation how) {
        return new ChangeOutcome.NothingThere();
    }

    /** Keeps what is on trial. */
    public ChangeOutcome confirm() {
        return new ChangeOutcome.NothingThere();
    }

    /**
     * Undoes what is on trial; with nothing on trial, brings back the revision before the one that
     * is kept, and again the one before that.
     *
     * @param author who asks
     */
    public ChangeOutcome undo(String author) {
        return new ChangeOutcome.NothingThere();
    }

    /** Returns the revisions that are there, the newest first; at most 20. */
    public List<Revision> history() {
        return store.history();
    }

    /** Returns where the change stands that is going on. */
    public ChangeStatus status() {
        return new ChangeStatus(
                ChangeStatus.Stage.IDLE,
                revision(),
                "",
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Stops watching. What is on trial is not kept: a restart comes back with the old one. */
    @Override
    public void close() {}
}
