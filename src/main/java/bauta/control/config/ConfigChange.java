package bauta.control.config;

import bauta.control.config.ChangeState.End;
import bauta.control.config.ConfigChangeMachine.Action;
import bauta.engine.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The edge of {@link ConfigChangeMachine}: holds its state, arms one timer from its deadline, and
 * does its actions on the worker. Thread-safe; the lock is never held while something blocks.
 */
final class ConfigChange implements AutoCloseable {
    private final ConfigStore store;
    private final RunningConfig running;
    private final Timers timers;
    private final Executor worker;
    private final Object lock = new Object();
    private final List<Consumer<ChangeStatus>> listeners = new CopyOnWriteArrayList<>();
    private ChangeState state = new ChangeState.Idle(Optional.empty());
    private Written inForce;
    private @Nullable Going going;
    private Timers.Timer timer = () -> {};
    private boolean closed;

    /** The change that is going on. */
    private static final class Going {
        private final ConfigStore.Draft draft;
        private final Written old;
        private final List<Difference> differences;
        private final CompletableFuture<ChangeOutcome> first = new CompletableFuture<>();
        private final List<CompletableFuture<ChangeOutcome>> waiting = new ArrayList<>();
        private @Nullable Stored staged;

        Going(ConfigStore.Draft draft, Written old, List<Difference> differences) {
            this.draft = draft;
            this.old = old;
            this.differences = differences;
        }
    }

    ConfigChange(
            ConfigStore store,
            RunningConfig running,
            Timers timers,
            Executor worker,
            Written inForce) {
        this.store = store;
        this.running = running;
        this.timers = timers;
        this.worker = worker;
        this.inForce = inForce;
    }

    void listen(Consumer<ChangeStatus> listener) {
        listeners.add(listener);
    }

    Written inForce() {
        synchronized (lock) {
            return inForce;
        }
    }

    /** What is to be done with a configuration. */
    sealed interface Proposal {
        /** It is to become this one. */
        record Change(ConfigStore.Draft draft) implements Proposal {}

        /** Nothing is to be done. */
        record None(ChangeOutcome why) implements Proposal {}
    }

    /** Makes a proposal from what is in force, under the lock: quickly, and asking nobody. */
    interface Proposer {
        /**
         * Proposes.
         *
         * @param inForce what is in force
         * @param revision the one that is kept
         */
        Proposal on(Written inForce, int revision);
    }

    /**
     * Begins a change; the answer comes when it is kept or undone, or on trial. What the proposal
     * is made from is what it changes: no other change comes between.
     */
    CompletableFuture<ChangeOutcome> begin(Proposer proposer, Confirmation how) {
        Going begun;
        synchronized (lock) {
            Proposal proposal = proposer.on(inForce, store.currentNumber());
            ConfigStore.Draft draft;
            switch (proposal) {
                case Proposal.None(ChangeOutcome why) -> {
                    return done(why);
                }
                case Proposal.Change(ConfigStore.Draft made) -> draft = made;
            }
            if (going != null || closed) {
                return done(new ChangeOutcome.Busy(status()));
            }
            List<Difference> differences =
                    Differences.between(inForce.tree(), draft.written().tree());
            if (differences.isEmpty()) {
                return done(new ChangeOutcome.Unchanged());
            }
            begun = new Going(draft, inForce, differences);
            going = begun;
        }
        feed(begun, new ChangeEvent.Asked(how));
        return begun.first;
    }

    CompletableFuture<ChangeOutcome> confirm() {
        return tell(new ChangeEvent.Confirmed());
    }

    CompletableFuture<ChangeOutcome> undo() {
        return tell(new ChangeEvent.UndoAsked());
    }

    /** Tells a change that waits for a person what he wants. */
    private CompletableFuture<ChangeOutcome> tell(ChangeEvent wish) {
        CompletableFuture<ChangeOutcome> answer = new CompletableFuture<>();
        Going told;
        synchronized (lock) {
            told = going;
            if (told == null) {
                return done(new ChangeOutcome.NothingThere());
            }
            boolean waits =
                    state instanceof ChangeState.Trial || state instanceof ChangeState.Watching;
            if (!waits) {
                return done(new ChangeOutcome.Busy(status()));
            }
            told.waiting.add(answer);
        }
        feed(told, wish);
        return answer;
    }

    /** Takes an event of a change in; one that comes late for its change is not looked at. */
    private void feed(Going of, ChangeEvent event) {
        List<Action> actions;
        boolean news;
        synchronized (lock) {
            if (going != of || closed) {
                return;
            }
            ChangeState before = state;
            ConfigChangeMachine.Transition next =
                    ConfigChangeMachine.next(state, event, timers.nanos());
            state = next.state();
            actions = next.actions();
            news = !before.getClass().equals(state.getClass());
            settle(of);
            arm(of);
        }
        if (news) {
            announce(of);
        }
        actions.forEach(action -> worker.execute(() -> act(action, of)));
    }

    /** Follows the state with what is in force, and with who is going. */
    private void settle(Going of) {
        switch (state) {
            case ChangeState.Idle(Optional<End> last) -> {
                if (last.map(End::kind).filter(k -> k == End.Kind.KEPT).isEmpty()) {
                    inForce = of.old;
                }
                going = null;
            }
            case ChangeState.Watching _, ChangeState.Trial _, ChangeState.Keeping _ ->
                    inForce = of.draft.written();
            case ChangeState.Preparing _, ChangeState.Applying _, ChangeState.Restoring _ -> {}
        }
    }

    private void arm(Going of) {
        timer.cancel();
        long deadline = state.deadlineNanos();
        if (deadline != ChangeState.NEVER) {
            timer =
                    timers.at(
                            deadline,
                            () -> worker.execute(() -> feed(of, new ChangeEvent.TimePassed())));
        }
    }

    /** Answers who waits, and tells who listens. */
    private void announce(Going of) {
        ChangeStatus status;
        Optional<ChangeOutcome> outcome;
        synchronized (lock) {
            status = status();
            outcome = outcome(of);
        }
        outcome.ifPresent(o -> {
            Logger.info(
                    "configuration change author={} result={}",
                    of.draft.author(),
                    o.text(Locale.ENGLISH));
            of.first.complete(o);
            if (!(o instanceof ChangeOutcome.OnTrial)) {
                of.waiting.forEach(waiting -> waiting.complete(o));
            }
        });
        listeners.forEach(listener -> listener.accept(status));
    }

    private Optional<ChangeOutcome> outcome(Going of) {
        return switch (state) {
            case ChangeState.Idle(Optional<End> last) -> last.map(end -> outcome(end, of));
            case ChangeState.Trial trial ->
                    Optional.of(
                            new ChangeOutcome.OnTrial(
                                    of.differences,
                                    Duration.ofNanos(trial.confirmNanos() - timers.nanos())));
            case ChangeState.Preparing _,
                    ChangeState.Applying _,
                    ChangeState.Watching _,
                    ChangeState.Keeping _,
                    ChangeState.Restoring _ ->
                    Optional.empty();
        };
    }

    private static ChangeOutcome outcome(End end, Going of) {
        Stored staged = of.staged;
        if (end.kind() == End.Kind.KEPT && staged != null) {
            return new ChangeOutcome.Kept(staged.revision(), of.differences);
        }
        return end.kind() == End.Kind.UNDONE
                ? new ChangeOutcome.Undone(end.message())
                : new ChangeOutcome.Failed(end.message());
    }

    /** A mistake of ours is a failure of the step: a change never stays half way. */
    private void act(Action action, Going of) {
        ChangeEvent came;
        try {
            came = step(action, of);
        } catch (RuntimeException | AssertionError e) {
            Logger.error(e, "configuration change step={}", action);
            came = failure(action, String.valueOf(e.getMessage()));
        }
        feed(of, came);
    }

    private ChangeEvent step(Action action, Going of) {
        return switch (action) {
            case PREPARE -> prepare(of);
            case APPLY -> apply(of);
            case LOOK -> new ChangeEvent.Looked(health(Health.Sign.ILL));
            case KEEP -> keep(of);
            case RESTORE -> restore(of);
            case FORGET -> {
                forget(of);
                yield new ChangeEvent.TimePassed();
            }
        };
    }

    private static ChangeEvent failure(Action action, String why) {
        return switch (action) {
            case PREPARE -> new ChangeEvent.NotPrepared(why);
            case APPLY -> new ChangeEvent.NotApplied(why);
            case LOOK ->
                    new ChangeEvent.Looked(
                            new Health(Health.Sign.ILL, Health.Sign.ILL, Health.Sign.ILL));
            case KEEP -> new ChangeEvent.NotStored(why);
            case RESTORE -> new ChangeEvent.NotRestored(why);
            case FORGET -> new ChangeEvent.TimePassed();
        };
    }

    private ChangeEvent prepare(Going of) {
        try {
            of.staged = store.stage(of.draft);
            return new ChangeEvent.Prepared(health(Health.Sign.UNASKED));
        } catch (IOException e) {
            return new ChangeEvent.NotPrepared(reason(e));
        }
    }

    private ChangeEvent apply(Going of) {
        try {
            running.apply(of.old.config(), of.draft.written().config());
            return new ChangeEvent.Applied();
        } catch (ConfigNotApplied e) {
            return new ChangeEvent.NotApplied(reason(e));
        } catch (RuntimeException e) {
            Logger.error(e, "configuration could not be applied");
            return new ChangeEvent.NotApplied(reason(e));
        }
    }

    private ChangeEvent keep(Going of) {
        Stored staged = of.staged;
        try {
            if (staged != null) {
                store.keep(staged);
            }
            return new ChangeEvent.Stored();
        } catch (IOException e) {
            return new ChangeEvent.NotStored(reason(e));
        }
    }

    private ChangeEvent restore(Going of) {
        try {
            running.apply(of.draft.written().config(), of.old.config());
            forget(of);
            return new ChangeEvent.Restored();
        } catch (ConfigNotApplied e) {
            return new ChangeEvent.NotRestored(reason(e));
        } catch (RuntimeException e) {
            Logger.error(e, "the old configuration could not be brought back");
            return new ChangeEvent.NotRestored(reason(e));
        }
    }

    private void forget(Going of) {
        Stored staged = of.staged;
        if (staged != null) {
            store.unstage(staged);
        }
    }

    /** What cannot be looked at is taken for what does the change no good. */
    private Health health(Health.Sign unknown) {
        try {
            return running.health();
        } catch (RuntimeException e) {
            Logger.error(e, "health could not be looked at");
            return new Health(unknown, unknown, unknown);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    ChangeStatus status() {
        synchronized (lock) {
            Going now = going;
            return new ChangeStatus(
                    stage(),
                    store.currentNumber(),
                    now == null ? "" : now.draft.author(),
                    now == null ? List.of() : now.differences,
                    left(),
                    state instanceof ChangeState.Idle(Optional<End> last)
                            ? last.map(End::message)
                            : Optional.empty());
        }
    }

    private ChangeStatus.Stage stage() {
        return switch (state) {
            case ChangeState.Idle _ ->
                    going == null ? ChangeStatus.Stage.IDLE : ChangeStatus.Stage.APPLYING;
            case ChangeState.Preparing _, ChangeState.Applying _ -> ChangeStatus.Stage.APPLYING;
            case ChangeState.Watching _, ChangeState.Keeping _ -> ChangeStatus.Stage.WATCHING;
            case ChangeState.Trial _ -> ChangeStatus.Stage.TRIAL;
            case ChangeState.Restoring _ -> ChangeStatus.Stage.UNDOING;
        };
    }

    private Optional<Long> left() {
        return state instanceof ChangeState.Trial trial
                ? Optional.of(
                        Math.max(
                                0,
                                TimeUnit.NANOSECONDS.toMillis(
                                        trial.confirmNanos() - timers.nanos())))
                : Optional.empty();
    }

    private static CompletableFuture<ChangeOutcome> done(ChangeOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public void close() {
        Going last;
        synchronized (lock) {
            closed = true;
            timer.cancel();
            last = going;
            going = null;
        }
        if (last != null) {
            forget(last);
            ChangeOutcome stopped = new ChangeOutcome.Undone(Message.of("change.undone-by-stop"));
            last.first.complete(stopped);
            last.waiting.forEach(waiting -> waiting.complete(stopped));
        }
    }
}
