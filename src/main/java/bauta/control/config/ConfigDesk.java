package bauta.control.config;

import bauta.control.config.ConfigChange.Proposal;
import bauta.engine.Timers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a change of the configuration is asked for: it is checked, brought into force, watched, and
 * kept or undone. One change at a time. Thread-safe; methods block, call them on virtual threads.
 */
public final class ConfigDesk implements AutoCloseable {
    private final ConfigStore store;
    private final ConfigChange change;

    private ConfigDesk(ConfigStore store, ConfigChange change) {
        this.store = store;
        this.change = change;
    }

    /**
     * Opens the desk. What {@link ConfigStore#start} answers must be in force already.
     *
     * @param store where configurations are kept
     * @param running the running router
     * @param timers wake the desk; their tasks only hand over to the worker
     * @param worker runs what may block, for example a virtual thread per task
     * @throws IllegalStateException when there is nothing that can be in force
     */
    public static ConfigDesk open(
            ConfigStore store, RunningConfig running, Timers timers, Executor worker) {
        if (!(store.written() instanceof Candidate.Usable(Written written))) {
            throw new IllegalStateException("no configuration can be in force");
        }
        return new ConfigDesk(store, new ConfigChange(store, running, timers, worker, written));
    }

    /**
     * Asks to be told when a change begins, comes on trial, is kept or undone.
     *
     * @param listener called with the status, on the thread of whoever brought it about; must not
     *     block
     */
    public void listen(Consumer<ChangeStatus> listener) {
        change.listen(listener);
    }

    /** Returns what is in force. */
    public Config config() {
        return change.inForce().config();
    }

    /** Returns the number of the revision that is kept; 0 while none is. */
    public int revision() {
        return store.currentNumber();
    }

    /** Returns what is in force as it was written, {@code ***} in place of each secret. */
    public String json() {
        return change.inForce().masked();
    }

    /**
     * Returns one value of what is in force as JSON text; the default where none is written.
     *
     * @param pointer RFC 6901; empty for the whole
     * @return empty when nothing stands there
     */
    public Optional<String> get(String pointer) {
        Written now = change.inForce();
        ObjectNode whole = edit().whole(Secrets.masked(now.tree()));
        Derived.write(whole, now.config());
        return Pointer.parse(pointer).flatMap(at -> Edit.find(whole, at)).map(Json::line);
    }

    /**
     * Says what is wrong with a candidate; {@code ***} stands for the secret that is there.
     *
     * @param candidate JSON
     */
    public Reading check(String candidate) {
        return switch (read(candidate, change.inForce())) {
            case Candidate.Usable(Written written) -> new Reading.Accepted(written.config());
            case Candidate.Unusable(List<Problem> problems) -> new Reading.Refused(problems);
        };
    }

    /**
     * Returns where a candidate differs from what is in force, secrets masked.
     *
     * @param candidate JSON; of one that cannot be used nothing is said, {@link #check} does
     */
    public List<Difference> diff(String candidate) {
        Written there = change.inForce();
        return read(candidate, there) instanceof Candidate.Usable(Written written)
                ? Differences.between(there.tree(), written.tree())
                : List.of();
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
     * Brings a whole configuration into force. Returns when it is kept or undone, or when it is on
     * trial.
     *
     * @param candidate JSON; {@code ***} stands for the secret that is there
     * @param author who asks
     * @param how when it is kept
     * @param basedOn the revision that the candidate was made from; when another one is kept by
     *     now, nothing is done
     */
    public ChangeOutcome apply(
            String candidate, String author, Confirmation how, OptionalInt basedOn) {
        return begin(candidate, author, how, basedOn).join();
    }

    /** {@link #apply} without waiting for what comes of it. */
    CompletableFuture<ChangeOutcome> begin(
            String candidate, String author, Confirmation how, OptionalInt basedOn) {
        return change.begin(
                (there, revision) ->
                        basedOn.isPresent() && basedOn.getAsInt() != revision
                                ? new Proposal.None(new ChangeOutcome.Outdated(revision))
                                : proposal(read(candidate, there), author, revision),
                how);
    }

    /**
     * Changes what is in force; whatever was changed before stays.
     *
     * @param edit changes the tree that it is given, {@code ***} in place of each secret; called
     *     once, must be quick and ask nothing of this desk
     * @param author who asks
     * @param how when it is kept
     */
    public ChangeOutcome edit(Consumer<ObjectNode> edit, String author, Confirmation how) {
        return change.begin(
                        (there, revision) -> {
                            ObjectNode tree = Secrets.masked(there.tree());
                            edit.accept(tree);
                            return proposal(judge(tree, there), author, revision);
                        },
                        how)
                .join();
    }

    private static Proposal proposal(Candidate candidate, String author, int revision) {
        return switch (candidate) {
            case Candidate.Unusable(List<Problem> problems) ->
                    new Proposal.None(new ChangeOutcome.Refused(problems));
            case Candidate.Usable(Written written) ->
                    new Proposal.Change(
                            new ConfigStore.Draft(written, author, revision, Optional.empty()));
        };
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
        return beginSet(pointer, jsonValue, author, how).join();
    }

    /** {@link #set} without waiting for what comes of it. */
    CompletableFuture<ChangeOutcome> beginSet(
            String pointer, String jsonValue, String author, Confirmation how) {
        List<Problem> found = new ArrayList<>();
        JsonNode value = Json.read(jsonValue.getBytes(StandardCharsets.UTF_8), found).orElse(null);
        if (value == null) {
            List<Problem> here = new ArrayList<>();
            found.forEach(p -> here.add(new Problem(pointer, p.value(), p.allowed())));
            return answer(new ChangeOutcome.Refused(here));
        }
        if (pointer.isEmpty()) {
            return change.begin(
                    (there, revision) -> proposal(judge(value, there), author, revision), how);
        }
        return edited(pointer, author, how, (at, tree) -> edit().set(tree, at, value));
    }

    /**
     * Removes one value, so that its default is in force, or an element of a list.
     *
     * @param pointer RFC 6901
     * @param author who asks
     * @param how when it is kept
     */
    public ChangeOutcome remove(String pointer, String author, Confirmation how) {
        return edited(pointer, author, how, (at, tree) -> edit().remove(tree, at)).join();
    }

    /** Changes one place of a tree; false when nothing can be done there. */
    private interface Change {
        boolean at(Pointer pointer, ObjectNode tree);
    }

    private CompletableFuture<ChangeOutcome> edited(
            String pointer, String author, Confirmation how, Change what) {
        return change.begin(
                (there, revision) -> {
                    ObjectNode tree = there.tree().deepCopy();
                    boolean done =
                            Pointer.parse(pointer).filter(at -> what.at(at, tree)).isPresent();
                    Problem nowhere = new Problem(pointer, pointer, ProblemId.NO_SUCH_PLACE.with());
                    return done
                            ? proposal(judge(tree, there), author, revision)
                            : new Proposal.None(new ChangeOutcome.Refused(List.of(nowhere)));
                },
                how);
    }

    /** Keeps what is on trial. */
    public ChangeOutcome confirm() {
        return beginConfirm().join();
    }

    /** {@link #confirm} without waiting for what comes of it. */
    CompletableFuture<ChangeOutcome> beginConfirm() {
        return change.confirm();
    }

    /**
     * Undoes what is on trial; with nothing on trial, brings back the revision before the one that
     * is kept, and again the one before that.
     *
     * @param author who asks
     */
    public ChangeOutcome undo(String author) {
        return beginUndo(author).join();
    }

    /** {@link #undo} without waiting for what comes of it. */
    CompletableFuture<ChangeOutcome> beginUndo(String author) {
        if (status().stage() != ChangeStatus.Stage.IDLE) {
            return change.undo();
        }
        int from = revision();
        Optional<Stored> before = store.beforeCurrent();
        return change.begin(
                (_, revision) ->
                        revision == from
                                ? before.<Proposal>map(stored -> back(stored, author))
                                        .orElseGet(() ->
                                                new Proposal.None(new ChangeOutcome.NothingThere()))
                                : new Proposal.None(new ChangeOutcome.Outdated(revision)),
                Confirmation.keep());
    }

    private static Proposal back(Stored before, String author) {
        return new Proposal.Change(
                new ConfigStore.Draft(
                        before.written(), author, before.previous(), Optional.empty()));
    }

    /** Returns the revisions that are there, the newest first; at most 20. */
    public List<Revision> history() {
        return store.history();
    }

    /** Returns where the change stands that is going on. */
    public ChangeStatus status() {
        return change.status();
    }

    private Candidate read(String candidate, Written there) {
        return Candidate.read(
                candidate.getBytes(StandardCharsets.UTF_8),
                store.board(),
                Optional.of(there.tree()));
    }

    private Candidate judge(JsonNode tree, Written there) {
        return Candidate.of(tree, store.board(), Optional.of(there.tree()));
    }

    private Edit edit() {
        return new Edit(Config.shape(store.board()));
    }

    private static CompletableFuture<ChangeOutcome> answer(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    /** Stops watching. What is on trial is not kept: a restart comes back with the old one. */
    @Override
    public void close() {
        change.close();
    }
}
