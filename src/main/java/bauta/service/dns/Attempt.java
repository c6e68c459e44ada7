package bauta.service.dns;

import bauta.engine.DropReason;

/** One question to one server: knows its true answer, and tells the server's health. */
final class Attempt implements Exchange.Listener {
    /** Wrong messages on one exchange before it is given up: somebody is guessing ids. */
    private static final int GUESSES_MAX = 16;

    private final Asking asking;
    private final Upstream upstream;
    private final Transport transport;
    private final byte[] sent;
    private final Outcome outcome;
    private final long sentNanos;
    private final boolean measured;
    private final Exchange exchange;
    private boolean settled;
    private int guesses;

    /** What becomes of it. */
    interface Outcome {
        /**
         * The server answered.
         *
         * @param message the whole answer, with the id of the attempt
         * @param transport what it came by
         */
        void answered(byte[] message, Transport transport);

        /** There is no answer and will be none. */
        void failed();
    }

    /** Nobody waits for it: it only tells whether a server is back. */
    static final Outcome PROBE =
            new Outcome() {
                @Override
                public void answered(byte[] message, Transport transport) {
                    // The upstream has noted that it is back; there is no client to tell.
                }

                @Override
                public void failed() {
                    // Still out; the next probe will tell.
                }
            };

    /**
     * Asks.
     *
     * @param asking the means
     * @param upstream whom
     * @param message the client's query
     * @param client how the client asked, which is how the server is asked if it speaks no TLS
     * @param outcome hears of it
     */
    Attempt(Asking asking, Upstream upstream, byte[] message, Transport client, Outcome outcome) {
        this.asking = asking;
        this.upstream = upstream;
        this.transport = upstream.server().tls() ? Transport.TLS : client;
        this.sent = DnsReplies.withId(message, asking.ids().getAsInt());
        this.outcome = outcome;
        this.sentNanos = asking.timers().nanos();
        this.measured = transport != Transport.TCP; // many servers do not offer TCP
        if (measured) {
            upstream.asked();
        }
        this.exchange = asking.opener(transport).open(upstream.server(), sent, this);
    }

    @Override
    public void received(byte[] message) {
        if (DnsReplies.answers(sent, message)) {
            if (measured) {
                settled = true;
                upstream.answered(asking.timers().nanos() - sentNanos);
            }
            close();
            outcome.answered(message, transport);
            return;
        }
        asking.drops().count(DropReason.DNS_UNEXPECTED_ANSWER);
        if (transport != Transport.UDP || ++guesses >= GUESSES_MAX) {
            failed("wrong answers");
        }
    }

    @Override
    public void failed(String trouble) {
        missed(trouble);
        close();
        outcome.failed();
    }

    /** Notes once that it was not answered in time. */
    void missed(String trouble) {
        if (measured && !settled) {
            settled = true;
            upstream.missed(trouble);
        }
    }

    void close() {
        exchange.close();
    }
}
