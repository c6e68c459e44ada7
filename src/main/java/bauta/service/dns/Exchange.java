package bauta.service.dns;

/**
 * One question to one server and its answer: a fresh socket, by UDP or TCP. Closing it twice, or
 * after it failed, is allowed.
 */
interface Exchange {
    /** Ends it; the listener hears nothing more. */
    void close();

    /** Hears of one exchange, on the dns loop and never from within {@link Opener#open}. */
    interface Listener {
        /**
         * A message came from the address and port that were asked.
         *
         * @param message the whole message
         */
        void received(byte[] message);

        /**
         * There will be no answer.
         *
         * @param trouble why, for people
         */
        void failed(String trouble);
    }

    /** Opens exchanges of one transport. */
    interface Opener {
        /**
         * Sends a query from a fresh, randomly chosen port.
         *
         * @param server whom to ask
         * @param query the whole message; not changed afterwards
         * @param listener hears of the outcome
         */
        Exchange open(UpstreamServer server, byte[] query, Listener listener);
    }
}
