package bauta.service.dns;

import java.util.List;

/** What can happen to one client's query. */
sealed interface QueryEvent {
    /**
     * It came in.
     *
     * @param order whom to ask in turn, may be empty
     */
    record Asked(List<Upstream> order) implements QueryEvent {}

    /**
     * A matching answer came.
     *
     * @param attempt the try that was answered
     * @param poor whether it is SERVFAIL or REFUSED, which another server may do better
     */
    record Answered(int attempt, boolean poor) implements QueryEvent {}

    /**
     * A try cannot be answered any more: nobody listens there, or the connection broke.
     *
     * @param attempt the try
     */
    record Failed(int attempt) implements QueryEvent {}

    /** The deadline passed. */
    record TimedOut() implements QueryEvent {}
}
