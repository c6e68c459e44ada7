package bauta.control.config;

import bauta.control.config.ChangeState.Applying;
import bauta.control.config.ChangeState.End;
import bauta.control.config.ChangeState.Idle;
import bauta.control.config.ChangeState.Keeping;
import bauta.control.config.ChangeState.Preparing;
import bauta.control.config.ChangeState.Restoring;
import bauta.control.config.ChangeState.Trial;
import bauta.control.config.ChangeState.Watching;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A change of the configuration in steps: prepare, apply, watch, keep or undo. Pure: what has to be
 * done stands in the actions, and what came of it comes back as an event. An event that means
 * nothing in a state, such as a look that was asked for before the state changed, changes nothing.
 */
final class ConfigChangeMachine {
    /** Time between looks at the router. */
    static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** Looks in a row that must find nothing worse before a change is kept by itself. */
    static final int LOOKS = 3;

    /** How long a new dial, a new lease or a new listener may take before worse means worse. */
    static final long PATIENCE_NANOS = Duration.ofSeconds(45).toNanos();

    /** How often the old one is tried to be brought back. */
    static final int RESTORES = 5;

    private ConfigChangeMachine() {}

    /** What the desk has to do. */
    enum Action {
        /** Look at the router, write the new one without letting it count. */
        PREPARE,
        /** Bring the new one into force. */
        APPLY,
        /** Look at the router. */
        LOOK,
        /** Make the new one count. */
        KEEP,
        /** Bring the old one into force, forget the new one. */
        RESTORE,
        /** Forget the new one, which was never in force. */
        FORGET
    }

    /**
     * What follows.
     *
     * @param state the next state
     * @param actions to be done in this order
     */
    record Transition(ChangeState state, List<Action> actions) {}

    /**
     * Returns what follows.
     *
     * @param state where the change stands
     * @param event what happened
     * @param nowNanos when
     */
    static Transition next(ChangeState state, ChangeEvent event, long nowNanos) {
        return switch (state) {
            case Idle idle -> idle(idle, event);
            case Preparing preparing -> preparing(preparing, event);
            case Applying applying -> applying(applying, event, nowNanos);
            case Watching watching -> watching(watching, event, nowNanos);
            case Trial trial -> trial(trial, event, nowNanos);
            case Keeping keeping -> keeping(keeping, event);
            case Restoring restoring -> restoring(restoring, event, nowNanos);
        };
    }

    private static Transition idle(Idle idle, ChangeEvent event) {
        return event instanceof ChangeEvent.Asked(Confirmation how)
                ? go(new Preparing(how), Action.PREPARE)
                : go(idle);
    }

    private static Transition preparing(Preparing state, ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Prepared(Health before) ->
                    go(new Applying(state.how(), before), Action.APPLY);
            case ChangeEvent.NotPrepared(String why) ->
                    go(idle(failed("change.not-stored", why)), Action.FORGET);
            default -> go(state);
        };
    }

    private static Transition applying(Applying state, ChangeEvent event, long now) {
        return switch (event) {
            case ChangeEvent.Applied() -> go(inForce(state, now));
            case ChangeEvent.NotApplied(String why) -> restore(failed("change.not-applied", why));
            default -> go(state);
        };
    }

    private static ChangeState inForce(Applying state, long now) {
        long look = now + LOOK_NANOS;
        return switch (state.how()) {
            case Confirmation.KeepWhenHealthy() ->
                    new Watching(state.before(), 0, look, now + PATIENCE_NANOS);
            case Confirmation.ConfirmWithin(Duration within) ->
                    new Trial(state.before(), now + within.toNanos(), look, ChangeState.NEVER);
        };
    }

    private static Transition watching(Watching state, ChangeEvent event, long now) {
        return switch (event) {
            case ChangeEvent.Looked(Health health) -> watched(state, health, now);
            case ChangeEvent.Confirmed() -> go(new Keeping(), Action.KEEP);
            case ChangeEvent.UndoAsked() -> restore(undone("change.undone-by-person"));
            case ChangeEvent.TimePassed() when now >= state.lookNanos() ->
                    go(
                            new Watching(
                                    state.before(),
                                    state.well(),
                                    ChangeState.NEVER,
                                    state.patienceNanos()),
                            Action.LOOK);
            default -> go(state);
        };
    }

    private static Transition watched(Watching state, Health health, long now) {
        List<Health.Part> worse = health.worseThan(state.before());
        int well = worse.isEmpty() ? state.well() + 1 : 0;
        if (well >= LOOKS) {
            return go(new Keeping(), Action.KEEP);
        }
        if (!worse.isEmpty() && now >= state.patienceNanos()) {
            return restore(sick(worse));
        }
        return go(new Watching(state.before(), well, now + LOOK_NANOS, state.patienceNanos()));
    }

    private static Transition trial(Trial state, ChangeEvent event, long now) {
        return switch (event) {
            case ChangeEvent.Looked(Health health) -> looked(state, health, now);
            case ChangeEvent.Confirmed() -> go(new Keeping(), Action.KEEP);
            case ChangeEvent.UndoAsked() -> restore(undone("change.undone-by-person"));
            case ChangeEvent.TimePassed() when now >= state.confirmNanos() ->
                    restore(undone("change.undone-by-time"));
            case ChangeEvent.TimePassed() when now >= state.lookNanos() ->
                    go(
                            new Trial(
                                    state.before(),
                                    state.confirmNanos(),
                                    ChangeState.NEVER,
                                    state.patienceNanos()),
                            Action.LOOK);
            default -> go(state);
        };
    }

    private static Transition looked(Trial state, Health health, long now) {
        List<Health.Part> worse = health.worseThan(state.before());
        if (!worse.isEmpty() && now >= state.patienceNanos()) {
            return restore(sick(worse));
        }
        long patience =
                worse.isEmpty()
                        ? ChangeState.NEVER
                        : Math.min(state.patienceNanos(), now + PATIENCE_NANOS);
        return go(new Trial(state.before(), state.confirmNanos(), now + LOOK_NANOS, patience));
    }

    private static Transition keeping(Keeping state, ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Stored() ->
                    go(idle(new End(End.Kind.KEPT, Message.of("change.kept-it"))));
            case ChangeEvent.NotStored(String why) -> restore(failed("change.not-stored", why));
            default -> go(state);
        };
    }

    private static Transition restoring(Restoring state, ChangeEvent event, long now) {
        return switch (event) {
            case ChangeEvent.Restored() -> go(idle(state.end()));
            case ChangeEvent.NotRestored(String why) when state.attempts() + 1 >= RESTORES ->
                    go(idle(failed("change.not-undone", why)));
            case ChangeEvent.NotRestored(_) -> {
                int attempts = state.attempts() + 1;
                long retry = now + (LOOK_NANOS << attempts);
                yield go(new Restoring(state.end(), attempts, retry));
            }
            case ChangeEvent.TimePassed() when now >= state.retryNanos() ->
                    go(
                            new Restoring(state.end(), state.attempts(), ChangeState.NEVER),
                            Action.RESTORE);
            default -> go(state);
        };
    }

    private static Transition restore(End end) {
        return go(new Restoring(end, 0, ChangeState.NEVER), Action.RESTORE);
    }

    private static Idle idle(End end) {
        return new Idle(Optional.of(end));
    }

    private static End undone(String id) {
        return new End(End.Kind.UNDONE, Message.of(id));
    }

    private static End failed(String id, String why) {
        return new End(End.Kind.FAILED, Message.of(id, why));
    }

    private static End sick(List<Health.Part> worse) {
        Message first = Message.of("change.part." + worse.getFirst().key());
        return new End(End.Kind.UNDONE, Message.of("change.undone-by-health", first));
    }

    private static Transition go(ChangeState state, Action... actions) {
        return new Transition(state, List.of(actions));
    }
}
