package bauta.service.dns;

/** What is to be done for one client's query. */
sealed interface QueryAction {
    /**
     * Ask a server.
     *
     * @param attempt number of the try
     * @param upstream whom
     */
    record Ask(int attempt, Upstream upstream) implements QueryAction {}

    /**
     * Give the client the answer of a try.
     *
     * @param attempt the try
     */
    record Deliver(int attempt) implements QueryAction {}

    /** Tell the client SERVFAIL. */
    record GiveUp() implements QueryAction {}
}
