package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import bauta.control.config.ChangeState.Applying;
import bauta.control.config.ChangeState.End;
import bauta.control.config.ChangeState.Idle;
import bauta.control.config.ChangeState.Keeping;
import bauta.control.config.ChangeState.Preparing;
import bauta.control.config.ChangeState.Restoring;
import bauta.control.config.ChangeState.Trial;
import bauta.control.config.ChangeState.Watching;
import bauta.control.config.ConfigChangeMachine.Action;
import bauta.control.config.ConfigChangeMachine.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every state meets every event. */
class ConfigChangeMachineTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long SECOND = ConfigChangeMachine.LOOK_NANOS;
    private static final long PATIENCE = ConfigChangeMachine.PATIENCE_NANOS;
    private static final long NEVER = ChangeState.NEVER;
    private static final Confirmation KEEP = Confirmation.keep();
    private static final Confirmation MINUTE = Confirmation.within(Duration.ofMinutes(1));
    private static final Health WELL = Health.WELL;
    private static final Health SICK =
            new Health(Health.Sign.WELL, Health.Sign.ILL, Health.Sign.WELL);

    private static final List<ChangeEvent> EVENTS =
            List.of(
                    new ChangeEvent.Asked(KEEP),
                    new ChangeEvent.Prepared(WELL),
                    new ChangeEvent.NotPrepared("full"),
                    new ChangeEvent.Applied(),
                    new ChangeEvent.NotApplied("no"),
                    new ChangeEvent.Looked(WELL),
                    new ChangeEvent.Looked(SICK),
                    new ChangeEvent.Confirmed(),
                    new ChangeEvent.UndoAsked(),
                    new ChangeEvent.Stored(),
                    new ChangeEvent.NotStored("full"),
                    new ChangeEvent.Restored(),
                    new ChangeEvent.NotRestored("no"),
                    new ChangeEvent.TimePassed());

    private static final Idle IDLE = new Idle(Optional.empty());
    private static final Preparing PREPARING = new Preparing(KEEP);
    private static final Applying APPLYING = new Applying(KEEP, WELL);
    private static final Watching WATCHING = new Watching(WELL, 1, NOW, NOW + PATIENCE);
    private static final Trial TRIAL = new Trial(WELL, NOW + 60 * SECOND, NOW, NEVER);
    private static final End BY_TIME =
            new End(End.Kind.UNDONE, Message.of("change.undone-by-time"));
    private static final Restoring RESTORING = new Restoring(BY_TIME, 0, NEVER);

    /** What a state does with the events that mean something to it; the others change nothing. */
    private record Row(
            ChangeState state, ChangeEvent event, ChangeState next, List<Action> actions) {}

    private static Row row(ChangeState s, ChangeEvent e, ChangeState next, Action... actions) {
        return new Row(s, e, next, List.of(actions));
    }

    private static Idle ended(End.Kind kind, String id, Object... arguments) {
        return new Idle(Optional.of(new End(kind, Message.of(id, arguments))));
    }

    private static Restoring restoring(End.Kind kind, String id, Object... arguments) {
        return new Restoring(new End(kind, Message.of(id, arguments)), 0, NEVER);
    }

    private static final Restoring BY_HEALTH =
            restoring(End.Kind.UNDONE, "change.undone-by-health", Message.of("change.part.dns"));
    private static final Restoring BY_PERSON =
            restoring(End.Kind.UNDONE, "change.undone-by-person");

    private static final List<Row> ROWS =
            List.of(
                    row(IDLE, new ChangeEvent.Asked(KEEP), PREPARING, Action.PREPARE),
                    row(PREPARING, new ChangeEvent.Prepared(WELL), APPLYING, Action.APPLY),
                    row(
                            PREPARING,
                            new ChangeEvent.NotPrepared("full"),
                            ended(End.Kind.FAILED, "change.not-stored", "full"),
                            Action.FORGET),
                    row(
                            APPLYING,
                            new ChangeEvent.Applied(),
                            new Watching(WELL, 0, NOW + SECOND, NOW + PATIENCE)),
                    row(
                            APPLYING,
                            new ChangeEvent.NotApplied("no"),
                            restoring(End.Kind.FAILED, "change.not-applied", "no"),
                            Action.RESTORE),
                    row(
                            WATCHING,
                            new ChangeEvent.TimePassed(),
                            new Watching(WELL, 1, NEVER, NOW + PATIENCE),
                            Action.LOOK),
                    row(
                            WATCHING,
                            new ChangeEvent.Looked(WELL),
                            new Watching(WELL, 2, NOW + SECOND, NOW + PATIENCE)),
                    row(
                            WATCHING,
                            new ChangeEvent.Looked(SICK),
                            new Watching(WELL, 0, NOW + SECOND, NOW + PATIENCE)),
                    row(WATCHING, new ChangeEvent.Confirmed(), new Keeping(), Action.KEEP),
                    row(WATCHING, new ChangeEvent.UndoAsked(), BY_PERSON, Action.RESTORE),
                    row(
                            TRIAL,
                            new ChangeEvent.TimePassed(),
                            new Trial(WELL, NOW + 60 * SECOND, NEVER, NEVER),
                            Action.LOOK),
                    row(
                            TRIAL,
                            new ChangeEvent.Looked(WELL),
                            new Trial(WELL, NOW + 60 * SECOND, NOW + SECOND, NEVER)),
                    row(
                            TRIAL,
                            new ChangeEvent.Looked(SICK),
                            new Trial(WELL, NOW + 60 * SECOND, NOW + SECOND, NOW + PATIENCE)),
                    row(TRIAL, new ChangeEvent.Confirmed(), new Keeping(), Action.KEEP),
                    row(TRIAL, new ChangeEvent.UndoAsked(), BY_PERSON, Action.RESTORE),
                    row(
                            new Keeping(),
                            new ChangeEvent.Stored(),
                            ended(End.Kind.KEPT, "change.kept-it")),
                    row(
                            new Keeping(),
                            new ChangeEvent.NotStored("full"),
                            restoring(End.Kind.FAILED, "change.not-stored", "full"),
                            Action.RESTORE),
                    row(RESTORING, new ChangeEvent.Restored(), new Idle(Optional.of(BY_TIME))),
                    row(
                            RESTORING,
                            new ChangeEvent.NotRestored("no"),
                            new Restoring(BY_TIME, 1, NOW + 2 * SECOND)));

    @Test
    void everyEventInEveryState() {
        List<ChangeState> states =
                List.of(IDLE, PREPARING, APPLYING, WATCHING, TRIAL, new Keeping(), RESTORING);
        assertThat(ROWS).allSatisfy(row -> assertThat(EVENTS).contains(row.event()));
        assertAll(
                states.stream()
                        .flatMap(state -> EVENTS.stream().map(event -> () -> check(state, event))));
    }

    private static void check(ChangeState state, ChangeEvent event) {
        Row row =
                ROWS.stream()
                        .filter(r -> r.state().equals(state) && r.event().equals(event))
                        .findFirst()
                        .orElse(row(state, event, state));
        assertThat(ConfigChangeMachine.next(state, event, NOW))
                .as("%s %s", state, event)
                .isEqualTo(new Transition(row.next(), row.actions()));
    }

    /** What depends on the time, or on what was before. */
    private static final List<Row> FURTHER =
            List.of(
                    row(
                            new Applying(MINUTE, WELL),
                            new ChangeEvent.Applied(),
                            new Trial(WELL, NOW + 60 * SECOND, NOW + SECOND, NEVER)),
                    row(
                            new Watching(WELL, 2, NEVER, NOW + PATIENCE),
                            new ChangeEvent.Looked(WELL),
                            new Keeping(),
                            Action.KEEP),
                    row(
                            new Watching(SICK, 2, NEVER, NOW + PATIENCE),
                            new ChangeEvent.Looked(SICK),
                            new Keeping(),
                            Action.KEEP),
                    row(
                            new Watching(WELL, 2, NEVER, NOW),
                            new ChangeEvent.Looked(SICK),
                            BY_HEALTH,
                            Action.RESTORE),
                    row(
                            new Watching(WELL, 0, NOW + 1, NOW),
                            new ChangeEvent.TimePassed(),
                            new Watching(WELL, 0, NOW + 1, NOW)),
                    row(
                            new Trial(WELL, NOW, NEVER, NEVER),
                            new ChangeEvent.TimePassed(),
                            RESTORING,
                            Action.RESTORE),
                    row(
                            new Trial(WELL, NOW + SECOND, NEVER, NOW + 1),
                            new ChangeEvent.Looked(SICK),
                            new Trial(WELL, NOW + SECOND, NOW + SECOND, NOW + 1)),
                    row(
                            new Trial(WELL, NOW + SECOND, NEVER, NOW),
                            new ChangeEvent.Looked(SICK),
                            BY_HEALTH,
                            Action.RESTORE),
                    row(
                            new Trial(WELL, NOW + SECOND, NEVER, NOW),
                            new ChangeEvent.Looked(WELL),
                            new Trial(WELL, NOW + SECOND, NOW + SECOND, NEVER)),
                    row(
                            new Restoring(BY_TIME, 1, NOW),
                            new ChangeEvent.TimePassed(),
                            new Restoring(BY_TIME, 1, NEVER),
                            Action.RESTORE),
                    row(
                            new Restoring(BY_TIME, ConfigChangeMachine.RESTORES - 1, NEVER),
                            new ChangeEvent.NotRestored("no"),
                            ended(End.Kind.FAILED, "change.not-undone", "no")));

    @Test
    void whatDependsOnTimeAndOnWhatWasBefore() {
        assertAll(
                FURTHER.stream()
                        .map(row ->
                                () ->
                                        assertThat(
                                                        ConfigChangeMachine.next(
                                                                row.state(), row.event(), NOW))
                                                .as("%s %s", row.state(), row.event())
                                                .isEqualTo(
                                                        new Transition(
                                                                row.next(), row.actions()))));
    }

    @Test
    void onlyWhatWasWellCanBeWorse() {
        Health nothing = new Health(Health.Sign.UNASKED, Health.Sign.UNASKED, Health.Sign.UNASKED);
        Health ill = new Health(Health.Sign.ILL, Health.Sign.ILL, Health.Sign.ILL);
        assertThat(ill.worseThan(WELL)).containsExactly(Health.Part.values());
        assertThat(ill.worseThan(nothing)).isEmpty();
        assertThat(ill.worseThan(ill)).isEmpty();
        assertThat(nothing.worseThan(WELL)).isEmpty();
        assertThat(WELL.worseThan(ill)).isEmpty();
    }
}
