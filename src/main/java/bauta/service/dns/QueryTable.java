package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.wire.DnsHeader;
import bauta.wire.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queries that wait for servers, bounded in all, per client and per question. Equal plain
 * questions are asked once: the first client gets the answer byte-true, the others in their own
 * words. Every query gets one answer. Owned by the dns loop.
 */
final class QueryTable {
    /** How long clients wait for fresh answers when there is a stale one (RFC 8767 section 5). */
    private static final long STALE_WAIT_NANOS = 1_800_000_000L;

    /** How long servers that did not answer are left alone when there is a stale answer. */
    private static final long STALE_REST_NANOS = 30_000_000_000L;

    /** Clients that one question can wait for. */
    private static final int WAITERS_MAX = 128;

    private final Asking asking;
    private final UpstreamChoice upstreams;
    private final AnswerStore store;
    private final Map<SharedKey, Shared> byQuestion = new HashMap<>();
    private final Set<Key> waiting = new HashSet<>();
    private final Map<Ipv4Address, Integer> perClient = new HashMap<>();
    private long answers;
    private long ownAnswers;
    private long merged;
    private long timeouts;

    /** The same message from the same socket is the same query. */
    private record Key(DnsClient client, ByteBuffer message) {}

    /** Answers by UDP and by TCP differ: one may be truncated. */
    private record SharedKey(ByteBuffer question, Transport transport) {}

    /** One client's query. */
    private record Waiter(Key key, Question question) {
        DnsClient client() {
            return key.client();
        }

        void reply(byte[] message) {
            client().reply(message, message.length);
        }
    }

    /**
     * Makes an empty table.
     *
     * @param asking how to ask
     * @param upstreams whom to ask
     * @param store takes the answers, after it has looked at them
     */
    QueryTable(Asking asking, UpstreamChoice upstreams, AnswerStore store) {
        this.asking = asking;
        this.upstreams = upstreams;
        this.store = store;
    }

    /**
     * Takes a query that servers have to answer.
     *
     * @param client who asked, gets one answer
     * @param question readable; its message stays as it is
     */
    void ask(DnsClient client, Question question) {
        Waiter waiter = new Waiter(new Key(client, ByteBuffer.wrap(question.octets())), question);
        if (waiting.contains(waiter.key())) {
            asking.drops().count(DropReason.DNS_REPEATED);
            return;
        }
        String name = question.name();
        Upstreams servers = upstreams.of(name);
        if (servers.isEmpty()) {
            refuse(waiter, ExtendedError.NOT_READY);
            return;
        }
        SharedKey shared = new SharedKey(question.key(), client.transport());
        Shared same = question.plain() ? byQuestion.get(shared) : null;
        if (!isRoomFor(client.address()) || same != null && same.isFull()) {
            asking.drops().count(DropReason.DNS_OVERLOAD);
            refuse(waiter, ExtendedError.NONE);
            return;
        }
        waiting.add(waiter.key());
        perClient.merge(client.address(), 1, Integer::sum);
        if (same != null) {
            merged++;
            same.join(waiter);
        } else {
            new Shared(waiter, shared, name, servers).begin();
        }
    }

    private boolean isRoomFor(Ipv4Address client) {
        return waiting.size() < asking.limits().queries()
                && perClient.getOrDefault(client, 0) < asking.limits().queriesPerClient();
    }

    private void refuse(Waiter waiter, ExtendedError why) {
        ownAnswers++;
        waiter.reply(DnsReplies.error(waiter.question().octets(), DnsHeader.SERVFAIL, why));
    }

    private void leaves(Waiter waiter) {
        waiting.remove(waiter.key());
        perClient.computeIfPresent(
                waiter.client().address(), (_, count) -> count == 1 ? null : count - 1);
    }

    int inFlight() {
        return waiting.size();
    }

    long answers() {
        return answers;
    }

    long ownAnswers() {
        return ownAnswers;
    }

    long merged() {
        return merged;
    }

    long timeouts() {
        return timeouts;
    }

    /** One question that is being asked, and who waits for it. */
    private final class Shared implements Lookup.Ending {
        private final Question question;
        private final String name;
        private final Upstreams servers;
        private final Transport transport;
        private final Lookup lookup;
        private final @Nullable SharedKey key;
        private final List<Waiter> waiters = new ArrayList<>();
        private Timers.Timer staleTimer = () -> {};

        Shared(Waiter first, SharedKey key, String name, Upstreams servers) {
            this.question = first.question();
            this.name = name;
            this.servers = servers;
            this.transport = first.client().transport();
            this.lookup = new Lookup(asking, question, transport, servers.usesTls(), this);
            this.key = question.plain() ? key : null;
            waiters.add(first);
        }

        void begin() {
            if (key != null) {
                byQuestion.put(key, this);
            }
            long now = asking.timers().nanos();
            if (store.stale(question).isPresent()) {
                staleTimer = asking.timers().at(now + STALE_WAIT_NANOS, this::giveStale);
            }
            int tries =
                    transport == Transport.UDP
                            ? asking.limits().tries()
                            : Math.min(asking.limits().tries(), servers.size());
            lookup.begin(new QueryEvent.Asked(servers.order(tries)));
            if (transport == Transport.UDP) {
                servers.probesDue(now).forEach(this::probe);
            }
        }

        /** Asks a server that is out the same question, only to see whether it is back. */
        private void probe(Upstream upstream) {
            Attempt attempt =
                    new Attempt(asking, upstream, question.octets(), transport, Attempt.PROBE);
            asking.timers()
                    .at(asking.timers().nanos() + asking.tryNanos(transport), attempt::close);
        }

        boolean isFull() {
            return waiters.size() >= WAITERS_MAX;
        }

        void join(Waiter waiter) {
            waiters.add(waiter);
        }

        @Override
        public void timedOut() {
            timeouts++;
        }

        /** Clients have waited long enough; the servers are still being asked. */
        private void giveStale() {
            store.stale(question).ifPresent(this::give);
        }

        private void give(CachedAnswer stale) {
            stale.giveStaleUntil(asking.timers().nanos() + STALE_REST_NANOS);
            for (Waiter waiter : leaving()) {
                store.giveStale(waiter.client(), waiter.question(), stale);
            }
        }

        private List<Waiter> leaving() {
            List<Waiter> all = List.copyOf(waiters);
            waiters.clear();
            all.forEach(QueryTable.this::leaves);
            return all;
        }

        @Override
        public void ended(Optional<Lookup.Answer> answer) {
            staleTimer.cancel();
            if (key != null) {
                byQuestion.remove(key);
            }
            Optional<CachedAnswer> stale =
                    answer.filter(a -> !DnsReplies.isPoor(a.message())).isPresent()
                            ? Optional.empty()
                            : store.stale(question);
            if (stale.isPresent()) {
                give(stale.get());
            } else if (answer.isPresent()) {
                deliver(answer.get());
            } else {
                leaving().forEach(waiter -> refuse(waiter, ExtendedError.NO_SERVER));
            }
        }

        private void deliver(Lookup.Answer answer) {
            boolean isFirst = true;
            List<Waiter> all = leaving();
            Optional<String> blocked =
                    servers.isChosen()
                            ? Optional.empty()
                            : store.blocked(name, question, answer.message());
            if (blocked.isPresent()) {
                all.forEach(waiter -> withhold(waiter, answer, blocked.get()));
                return;
            }
            Optional<CachedAnswer> shared = store.keep(question, answer.message(), all.size() > 1);
            for (Waiter waiter : all) {
                answers++;
                if (isFirst || shared.isEmpty()) {
                    waiter.reply(inWordsOf(waiter, answer));
                } else {
                    store.give(waiter.client(), waiter.question(), shared.get());
                }
                isFirst = false;
            }
        }

        /** Of one that is cut off only that is told: by TCP the client is told the rest. */
        private void withhold(Waiter waiter, Lookup.Answer answer, String address) {
            ownAnswers++;
            if (DnsReplies.isTruncated(answer.message())) {
                waiter.reply(DnsReplies.fit(inWordsOf(waiter, answer), waiter.question(), 0));
                return;
            }
            store.withheld(name, address, waiter.client().address());
            waiter.reply(
                    DnsReplies.error(
                            waiter.question().octets(), DnsHeader.NOERROR, ExtendedError.BLOCKED));
        }
    }

    private static byte[] inWordsOf(Waiter waiter, Lookup.Answer answer) {
        Question question = waiter.question();
        byte[] message = DnsReplies.withId(answer.message(), DnsReplies.id(question.octets()));
        Transport client = waiter.client().transport();
        if (message.length >= question.end()) {
            System.arraycopy(
                    question.octets(),
                    DnsHeader.LENGTH,
                    message,
                    DnsHeader.LENGTH,
                    question.end() - DnsHeader.LENGTH);
        }
        return client == Transport.UDP && answer.transport() != Transport.UDP
                ? DnsReplies.fit(message, question, question.limit(Transport.UDP))
                : message;
    }
}
