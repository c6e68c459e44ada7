package bauta.service.dns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The course of one query: ask a server, after a time-out or a failure the next one, take the first
 * good answer of any try. An answer that another server may do better (SERVFAIL, REFUSED) is kept
 * while the others are asked, and delivered when none does.
 */
final class QueryMachine {
    private final long tryNanos;

    /**
     * Makes the machine; a server may take {@code tryNanos} before the next one is asked, less when
     * it is known to be quicker.
     */
    QueryMachine(long tryNanos) {
        this.tryNanos = tryNanos;
    }

    /** The state after an event, and what to do. */
    record Transition(QueryState next, List<QueryAction> actions) {}

    /** The state of a query that nobody has been asked for. */
    static QueryState initial() {
        return new QueryState.Waiting(List.of(), 0, Set.of(), Set.of(), -1, Long.MAX_VALUE);
    }

    Transition next(QueryState state, QueryEvent event, long nowNanos) {
        return switch (state) {
            case QueryState.Finished _ -> new Transition(state, List.of());
            case QueryState.Waiting waiting ->
                    switch (event) {
                        case QueryEvent.Asked asked -> asked(asked, nowNanos);
                        case QueryEvent.TimedOut _ -> ask(waiting, nowNanos);
                        case QueryEvent.Failed failed ->
                                closed(waiting, failed.attempt(), nowNanos);
                        case QueryEvent.Answered answered -> answered(waiting, answered, nowNanos);
                    };
        };
    }

    private Transition asked(QueryEvent.Asked asked, long nowNanos) {
        return ask(
                new QueryState.Waiting(asked.order(), 0, Set.of(), Set.of(), -1, nowNanos),
                nowNanos);
    }

    private Transition answered(
            QueryState.Waiting waiting, QueryEvent.Answered answered, long nowNanos) {
        if (!waiting.open().contains(answered.attempt())) {
            return new Transition(waiting, List.of());
        }
        if (!answered.poor()) {
            return finish(new QueryAction.Deliver(answered.attempt()));
        }
        Set<Upstream> poor = new HashSet<>(waiting.poor());
        poor.add(waiting.order().get(answered.attempt()));
        int held = waiting.held() < 0 ? answered.attempt() : waiting.held();
        return closed(
                new QueryState.Waiting(
                        waiting.order(),
                        waiting.tried(),
                        waiting.open(),
                        poor,
                        held,
                        waiting.deadlineNanos()),
                answered.attempt(),
                nowNanos);
    }

    /** A try is over without a good answer; if it was the latest, nobody is worth waiting for. */
    private Transition closed(QueryState.Waiting waiting, int attempt, long nowNanos) {
        Set<Integer> open = new HashSet<>(waiting.open());
        if (!open.remove(attempt)) {
            return new Transition(waiting, List.of());
        }
        QueryState.Waiting rest =
                new QueryState.Waiting(
                        waiting.order(),
                        waiting.tried(),
                        open,
                        waiting.poor(),
                        waiting.held(),
                        waiting.deadlineNanos());
        boolean latest = attempt == waiting.tried() - 1;
        return latest || open.isEmpty() ? ask(rest, nowNanos) : new Transition(rest, List.of());
    }

    /** Asks the next server that has not answered poorly, or ends. */
    private Transition ask(QueryState.Waiting waiting, long nowNanos) {
        int attempt = waiting.tried();
        List<Upstream> order = waiting.order();
        while (attempt < order.size() && waiting.poor().contains(order.get(attempt))) {
            attempt++;
        }
        if (attempt >= order.size()) {
            return exhausted(waiting, nowNanos);
        }
        Set<Integer> open = new HashSet<>(waiting.open());
        open.add(attempt);
        QueryState.Waiting next =
                new QueryState.Waiting(
                        order,
                        attempt + 1,
                        open,
                        waiting.poor(),
                        waiting.held(),
                        nowNanos + waitNanos(order, attempt));
        return new Transition(next, List.of(new QueryAction.Ask(attempt, order.get(attempt))));
    }

    /** Another server is worth asking early; the same one again is not. */
    private long waitNanos(List<Upstream> order, int attempt) {
        Upstream asked = order.get(attempt);
        boolean otherNext = attempt + 1 < order.size() && order.get(attempt + 1) != asked;
        boolean first = order.indexOf(asked) == attempt;
        return otherNext && first ? asked.waitNanos(tryNanos) : tryNanos;
    }

    /** Nobody is left to ask: waits out the running try, then ends. */
    private static Transition exhausted(QueryState.Waiting waiting, long nowNanos) {
        boolean running = !waiting.open().isEmpty() && waiting.deadlineNanos() - nowNanos > 0;
        if (running) {
            QueryState rest =
                    new QueryState.Waiting(
                            waiting.order(),
                            waiting.order().size(),
                            waiting.open(),
                            waiting.poor(),
                            waiting.held(),
                            waiting.deadlineNanos());
            return new Transition(rest, List.of());
        }
        return finish(
                waiting.held() < 0
                        ? new QueryAction.GiveUp()
                        : new QueryAction.Deliver(waiting.held()));
    }

    private static Transition finish(QueryAction action) {
        return new Transition(new QueryState.Finished(), List.of(action));
    }
}
