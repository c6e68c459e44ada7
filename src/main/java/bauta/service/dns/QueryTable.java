package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.wire.DnsHeader;
import bauta.wire.DnsRecord;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The queries in flight, bounded in all and per client. Takes queries from clients, runs each
 * through the {@link QueryMachine}, and gives every client exactly one answer or counts why not.
 * Owned by the dns loop.
 */
final class QueryTable {
    /** The longest query in bytes: what is in flight must fit a small heap. */
    static final int QUERY_MAX = 4096;

    /** Wrong messages on one exchange before it is given up: somebody is guessing ids. */
    private static final int GUESSES_MAX = 16;

    private final DnsSettings.Limits limits;
    private final Upstreams upstreams;
    private final Map<Transport, Exchange.Opener> openers;
    private final Timers timers;
    private final IntSupplier ids;
    private final DropCounters drops;
    private final Map<Key, Query> inFlight = new HashMap<>();
    private final Map<Ipv4Address, Integer> perClient = new HashMap<>();
    private long queries;
    private long tcpQueries;
    private long answers;
    private long ownAnswers;
    private long timeouts;

    /** How a query came, and how it goes on. */
    enum Transport {
        UDP,
        TCP
    }

    /** The same message from the same socket is the same query. */
    private record Key(DnsClient client, ByteBuffer message) {}

    /**
     * Makes an empty table.
     *
     * @param openers how to ask upstreams, for both transports
     * @param timers of the dns loop
     * @param ids random 16-bit numbers that nobody can foresee
     */
    QueryTable(
            DnsSettings.Limits limits,
            Upstreams upstreams,
            Map<Transport, Exchange.Opener> openers,
            Timers timers,
            IntSupplier ids) {
        this.limits = limits;
        this.upstreams = upstreams;
        this.openers = openers;
        this.timers = timers;
        this.ids = ids;
        this.drops = new DropCounters();
    }

    /** Counters of messages that ended here; the listeners count under their own reasons too. */
    DropCounters drops() {
        return drops;
    }

    /**
     * Takes a message from a client.
     *
     * @param client who asked, gets one answer at most
     * @param message what came; not changed by the caller afterwards
     * @param transport how it came
     */
    void query(DnsClient client, byte[] message, Transport transport) {
        queries++;
        if (transport == Transport.TCP) {
            tcpQueries++;
        }
        ByteBuf view = Unpooled.wrappedBuffer(message);
        DropReason header = DnsHeader.check(view, 0, message.length);
        if (header != DropReason.NONE) {
            drops.count(header);
        } else if (message.length > QUERY_MAX) {
            drops.count(DropReason.DNS_TOO_LONG);
            reply(client, message, DnsHeader.FORMERR);
        } else if (DnsHeader.isResponse(view, 0)) {
            drops.count(DropReason.DNS_UNEXPECTED_ANSWER);
        } else {
            readable(client, message, transport, view);
        }
    }

    private void readable(DnsClient client, byte[] message, Transport transport, ByteBuf view) {
        if (DnsHeader.opcode(view, 0) != DnsHeader.OPCODE_QUERY) {
            reply(client, message, DnsHeader.NOTIMP);
            return;
        }
        DropReason question = DnsHeader.checkQuestion(view, 0, message.length);
        if (question != DropReason.NONE) {
            drops.count(question);
            reply(client, message, DnsHeader.FORMERR);
            return;
        }
        int type = DnsHeader.questionType(view, 0);
        if (type == DnsRecord.AXFR || type == DnsRecord.IXFR) {
            reply(client, message, DnsHeader.REFUSED);
        } else if (upstreams.isEmpty()) {
            reply(client, message, DnsHeader.SERVFAIL);
        } else {
            admit(new Key(client, ByteBuffer.wrap(message)), message, transport);
        }
    }

    private void admit(Key key, byte[] message, Transport transport) {
        if (inFlight.containsKey(key)) {
            drops.count(DropReason.DNS_REPEATED);
            return;
        }
        int ofClient = perClient.getOrDefault(key.client().address(), 0);
        if (inFlight.size() >= limits.queries() || ofClient >= limits.queriesPerClient()) {
            drops.count(DropReason.DNS_OVERLOAD);
            reply(key.client(), message, DnsHeader.SERVFAIL);
            return;
        }
        perClient.merge(key.client().address(), 1, Integer::sum);
        Query query = new Query(key, message, transport);
        inFlight.put(key, query);
        query.happened(new QueryEvent.Asked(upstreams.order(tries(transport))));
        if (transport == Transport.UDP) {
            upstreams.probesDue(timers.nanos()).forEach(upstream -> probe(upstream, message));
        }
    }

    private int tries(Transport transport) {
        return transport == Transport.UDP
                ? limits.tries()
                : Math.min(limits.tries(), upstreams.size());
    }

    private void reply(DnsClient client, byte[] query, int rcode) {
        ownAnswers++;
        client.reply(DnsReplies.error(query, rcode));
    }

    /**
     * Gives a client its answer. To deliver what never came is our own mistake: the client is not
     * to pay for it, and must never get its own query back.
     */
    void deliver(DnsClient client, byte[] query, byte @Nullable [] answer) {
        if (answer == null) {
            reply(client, query, DnsHeader.SERVFAIL);
            assert false : "an answer is delivered that never came";
            return;
        }
        answers++;
        client.reply(DnsReplies.withId(answer, DnsReplies.id(query)));
    }

    /** Asks a server that is out the same question, only to see whether it is back. */
    private void probe(Upstream upstream, byte[] message) {
        byte[] sent = DnsReplies.withId(message, ids.getAsInt());
        Attempt attempt = new Attempt(upstream, sent, Transport.UDP, new Probe());
        timers.at(timers.nanos() + limits.udpTry().toNanos(), attempt::close);
    }

    private void remove(Key key) {
        inFlight.remove(key);
        perClient.computeIfPresent(
                key.client().address(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** Reads the counters. */
    DnsStatus status(int connections) {
        return new DnsStatus(
                queries,
                tcpQueries,
                answers,
                ownAnswers,
                0,
                timeouts,
                inFlight.size(),
                connections,
                DnsStatus.CacheStatus.NONE,
                upstreams.status(),
                0,
                java.util.List.of(),
                drops.nonZero());
    }

    /** What becomes of one attempt. */
    private interface Outcome {
        void answered(byte[] message);

        void failed();
    }

    /** Nobody waits for it. */
    private static final class Probe implements Outcome {
        @Override
        public void answered(byte[] message) {
            // The upstream has noted that it is back; there is no client to tell.
        }

        @Override
        public void failed() {
            // Still out; the next probe will tell.
        }
    }

    /** One question to one server. */
    private final class Attempt implements Exchange.Listener {
        private final Upstream upstream;
        private final byte[] sent;
        private final Transport transport;
        private final Outcome outcome;
        private final long sentNanos = timers.nanos();
        private final Exchange exchange;
        private final boolean measured;
        private boolean settled;
        private int guesses;

        Attempt(Upstream upstream, byte[] sent, Transport transport, Outcome outcome) {
            this.upstream = upstream;
            this.sent = sent;
            this.transport = transport;
            this.outcome = outcome;
            this.measured = transport == Transport.UDP; // many servers do not offer TCP
            if (measured) {
                upstream.asked();
            }
            this.exchange = opener(transport).open(upstream.address(), sent, this);
        }

        @Override
        public void received(byte[] message) {
            if (DnsReplies.answers(sent, message)) {
                if (measured) {
                    settled = true;
                    upstream.answered(timers.nanos() - sentNanos);
                }
                close();
                outcome.answered(message);
                return;
            }
            drops.count(DropReason.DNS_UNEXPECTED_ANSWER);
            if (transport == Transport.TCP || ++guesses >= GUESSES_MAX) {
                failed();
            }
        }

        @Override
        public void failed() {
            missed();
            close();
            outcome.failed();
        }

        /** Notes once that it was not answered in time. */
        void missed() {
            if (measured && !settled) {
                settled = true;
                upstream.missed();
            }
        }

        void close() {
            exchange.close();
        }
    }

    private Exchange.Opener opener(Transport transport) {
        Exchange.Opener opener = openers.get(transport);
        if (opener == null) {
            throw new IllegalStateException("no way to ask by " + transport);
        }
        return opener;
    }

    /** One query of one client. */
    private final class Query {
        private final Key key;
        private final byte[] message;
        private final Transport transport;
        private final QueryMachine machine;
        private final Map<Integer, Attempt> attempts = new HashMap<>();
        private final Map<Integer, byte[]> received = new HashMap<>();
        private QueryState state = QueryMachine.initial();
        private Timers.Timer timer = () -> {};

        Query(Key key, byte[] message, Transport transport) {
            this.key = key;
            this.message = message;
            this.transport = transport;
            Duration wait = transport == Transport.UDP ? limits.udpTry() : limits.tcpTry();
            this.machine = new QueryMachine(wait.toNanos());
        }

        void happened(QueryEvent event) {
            QueryMachine.Transition transition = machine.next(state, event, timers.nanos());
            state = transition.next();
            timer.cancel();
            if (state instanceof QueryState.Waiting waiting) {
                timer = timers.at(waiting.deadlineNanos(), this::timedOut);
            }
            transition.actions().forEach(this::act);
        }

        private void timedOut() {
            if (state instanceof QueryState.Waiting) {
                timeouts++;
                attempts.values().forEach(Attempt::missed);
                happened(new QueryEvent.TimedOut());
            }
        }

        private void act(QueryAction action) {
            switch (action) {
                case QueryAction.Ask(int attempt, Upstream upstream) -> ask(attempt, upstream);
                case QueryAction.Deliver(int attempt) -> {
                    finish();
                    deliver(key.client(), message, received.get(attempt));
                }
                case QueryAction.GiveUp() -> {
                    finish();
                    reply(key.client(), message, DnsHeader.SERVFAIL);
                }
            }
        }

        private void ask(int attempt, Upstream upstream) {
            byte[] sent = DnsReplies.withId(message, ids.getAsInt());
            Outcome outcome =
                    new Outcome() {
                        @Override
                        public void answered(byte[] answer) {
                            received.put(attempt, answer);
                            happened(new QueryEvent.Answered(attempt, DnsReplies.isPoor(answer)));
                        }

                        @Override
                        public void failed() {
                            happened(new QueryEvent.Failed(attempt));
                        }
                    };
            attempts.put(attempt, new Attempt(upstream, sent, transport, outcome));
        }

        private void finish() {
            attempts.values().forEach(Attempt::close);
            remove(key);
        }
    }
}
