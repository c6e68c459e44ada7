package bauta.service;

import bauta.service.ServiceState.Stage;
import java.time.Duration;
import java.util.List;

/**
 * The life of one service: stopped, waiting for what it needs, starting, running, failed and tried
 * again. The pause after a failure doubles from {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE}; a
 * service that ran for {@link #STEADY} begins anew. Pure.
 */
public final class ServiceMachine {
    /** The pause after the first failure. */
    public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** The longest pause. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** How long a service must run until its failures are forgotten. */
    public static final Duration STEADY = Duration.ofSeconds(60);

    private ServiceMachine() {}

    /**
     * A state and what is to be done to get there.
     *
     * @param state the next state
     * @param actions in order
     */
    public record Step(ServiceState state, List<ServiceAction> actions) {}

    /**
     * Takes one step.
     *
     * @param state the state now
     * @param event what happened
     * @param nowNanos the time of it
     */
    public static Step next(ServiceState state, ServiceEvent event, long nowNanos) {
        return switch (event) {
            case ServiceEvent.Start(ServiceReason why) -> start(state, why, nowNanos);
            case ServiceEvent.Stop(ServiceReason why) -> stop(state, why, nowNanos);
            case ServiceEvent.Restart _ -> restart(state, nowNanos);
            case ServiceEvent.Needs(ServiceReason obstacle) -> needs(state, obstacle, nowNanos);
            case ServiceEvent.Opened(int opening) -> opened(state, opening, nowNanos);
            case ServiceEvent.Failed(int opening, ServiceReason why) ->
                    failed(state, opening, why, nowNanos);
            case ServiceEvent.TimeOut _ -> timeOut(state, nowNanos);
        };
    }

    private static Step start(ServiceState state, ServiceReason why, long now) {
        ServiceState wanted = with(state, true, why, state.obstacle());
        return switch (state.stage()) {
            case Stage.Stopped _, Stage.Failed _ -> open(wanted, 0, false, now);
            case Stage.Waiting _, Stage.Starting _, Stage.Running _ -> new Step(wanted, List.of());
        };
    }

    private static Step stop(ServiceState state, ServiceReason why, long now) {
        ServiceState unwanted = with(state, false, why, state.obstacle());
        return switch (state.stage()) {
            case Stage.Stopped _ -> new Step(unwanted, List.of());
            case Stage.Waiting _, Stage.Failed _ ->
                    new Step(in(unwanted, new Stage.Stopped(), now), List.of());
            case Stage.Starting _, Stage.Running _ ->
                    new Step(
                            in(unwanted, new Stage.Stopped(), now),
                            List.of(new ServiceAction.Close()));
        };
    }

    private static Step restart(ServiceState state, long now) {
        return switch (state.stage()) {
            case Stage.Waiting _ -> new Step(state, List.of());
            case Stage.Stopped _ -> start(state, ServiceReason.STARTED, now);
            case Stage.Failed _ -> open(state, 0, false, now);
            case Stage.Starting _, Stage.Running _ -> open(state, 0, true, now);
        };
    }

    private static Step needs(ServiceState state, ServiceReason obstacle, long now) {
        ServiceState told = with(state, state.wanted(), state.reason(), obstacle);
        boolean free = obstacle.equals(ServiceReason.NONE);
        return switch (state.stage()) {
            case Stage.Stopped _ -> new Step(told, List.of());
            case Stage.Waiting _ -> free ? open(told, 0, false, now) : waiting(told, now);
            case Stage.Failed _ -> free ? new Step(told, List.of()) : waiting(told, now);
            case Stage.Starting _, Stage.Running _ -> {
                List<ServiceAction> close = List.of(new ServiceAction.Close());
                yield free
                        ? new Step(told, List.of())
                        : new Step(waiting(told, now).state(), close);
            }
        };
    }

    private static Step opened(ServiceState state, int opening, long now) {
        boolean ours = opening == state.openings();
        if (!ours || !(state.stage() instanceof Stage.Starting(int failures))) {
            return new Step(state, List.of());
        }
        boolean byHand = state.reason().equals(ServiceReason.STARTED);
        ServiceReason why = byHand ? state.reason() : ServiceReason.NONE;
        ServiceState told = with(state, true, why, state.obstacle());
        return new Step(in(told, new Stage.Running(failures), now), List.of());
    }

    private static Step failed(ServiceState state, int opening, ServiceReason why, long now) {
        if (opening != state.openings()) {
            return new Step(state, List.of());
        }
        return switch (state.stage()) {
            case Stage.Starting(int failures) -> pause(state, failures + 1, why, now);
            case Stage.Running(int failures) -> {
                boolean steady = now - state.sinceNanos() >= STEADY.toNanos();
                yield pause(state, steady ? 1 : failures + 1, why, now);
            }
            case Stage.Stopped _, Stage.Waiting _, Stage.Failed _ -> new Step(state, List.of());
        };
    }

    private static Step pause(ServiceState state, int failures, ServiceReason why, long now) {
        int doublings = Math.min(failures - 1, 16);
        long pause = Math.min(FIRST_PAUSE.toNanos() << doublings, LONGEST_PAUSE.toNanos());
        ServiceState told = with(state, true, why, state.obstacle());
        return new Step(
                in(told, new Stage.Failed(failures, now + pause), now),
                List.of(new ServiceAction.Close()));
    }

    private static Step timeOut(ServiceState state, long now) {
        return state.stage() instanceof Stage.Failed(int failures, long deadline) && deadline <= now
                ? open(
                        new ServiceState(
                                state.stage(),
                                state.wanted(),
                                state.reason(),
                                state.obstacle(),
                                state.sinceNanos(),
                                state.restarts() + 1,
                                state.openings()),
                        failures,
                        false,
                        now)
                : new Step(state, List.of());
    }

    /** Opens it, or waits for what it needs. */
    private static Step open(ServiceState state, int failures, boolean closeFirst, long now) {
        if (!state.obstacle().equals(ServiceReason.NONE)) {
            return waiting(state, now);
        }
        int opening = state.openings() + 1;
        ServiceState next =
                new ServiceState(
                        new Stage.Starting(failures),
                        true,
                        state.reason(),
                        state.obstacle(),
                        now,
                        state.restarts(),
                        opening);
        ServiceAction open = new ServiceAction.Open(opening);
        return new Step(
                next, closeFirst ? List.of(new ServiceAction.Close(), open) : List.of(open));
    }

    private static Step waiting(ServiceState state, long now) {
        ServiceState told = with(state, true, state.obstacle(), state.obstacle());
        return new Step(in(told, new Stage.Waiting(), now), List.of());
    }

    private static ServiceState with(
            ServiceState state, boolean wanted, ServiceReason reason, ServiceReason obstacle) {
        return new ServiceState(
                state.stage(),
                wanted,
                reason,
                obstacle,
                state.sinceNanos(),
                state.restarts(),
                state.openings());
    }

    private static ServiceState in(ServiceState state, Stage stage, long now) {
        return new ServiceState(
                stage,
                state.wanted(),
                state.reason(),
                state.obstacle(),
                now,
                state.restarts(),
                state.openings());
    }
}
