package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.ManualTimers;
import bauta.wire.Ipv4Address;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The forwarder without sockets: servers, clients and time are in the hands of the test. */
final class DnsRig {
    static final Ipv4Address PRIMARY = Ipv4Address.parse("203.0.113.1");
    static final Ipv4Address HOST = Ipv4Address.parse("192.168.87.20");
    static final long SECOND = 1_000_000_000L;

    final ManualTimers timers = new ManualTimers();
    final List<Sent> sent = new ArrayList<>();
    final UpstreamChoice upstreams;
    final QueryIntake intake;
    private final AtomicInteger ids = new AtomicInteger(0x1000);

    DnsRig(DnsSettings settings) {
        upstreams = new UpstreamChoice(settings.forwarding());
        Exchange.Opener opener =
                (server, query, listener) -> {
                    Sent exchange = new Sent(server, query, listener);
                    sent.add(exchange);
                    return exchange;
                };
        Asking asking =
                new Asking(
                        Map.of(Transport.UDP, opener, Transport.TCP, opener, Transport.TLS, opener),
                        timers,
                        ids::incrementAndGet,
                        new DropCounters(),
                        settings.limits());
        intake =
                new QueryIntake(
                        asking,
                        upstreams,
                        new LocalAnswers(settings),
                        new AnswerStore(
                                settings, timers, InstantSource.fixed(java.time.Instant.EPOCH)));
        upstreams.provider(List.of(UpstreamServer.plain(PRIMARY, 53)));
    }

    static DnsSettings settings() {
        return DnsSettings.of(List.of(), List.of());
    }

    /** What went to a server. */
    static final class Sent implements Exchange {
        final UpstreamServer server;
        final byte[] query;
        final Listener listener;
        boolean closed;

        Sent(UpstreamServer server, byte[] query, Listener listener) {
            this.server = server;
            this.query = query;
            this.listener = listener;
        }

        @Override
        public void close() {
            closed = true;
        }

        void answer(byte[] message) {
            listener.received(DnsReplies.withId(message, DnsReplies.id(query)));
        }
    }

    /** A client that keeps what it is told. */
    record Host(Ipv4Address address, int port, Transport transport, List<byte[]> replies)
            implements DnsClient {
        @Override
        public void reply(byte[] octets, int length) {
            replies.add(Arrays.copyOf(octets, length));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Host host && host.port == port && host.address.equals(address);
        }

        @Override
        public int hashCode() {
            return port;
        }
    }

    Host asks(byte[] query) {
        return asks(HOST, ids.incrementAndGet(), Transport.UDP, query);
    }

    Host asks(Ipv4Address address, int port, Transport transport, byte[] query) {
        Host host = new Host(address, port, transport, new ArrayList<>());
        intake.query(host, Unpooled.wrappedBuffer(query));
        return host;
    }

    /** Answers the query that was sent last. */
    void answers(byte[] message) {
        sent.getLast().answer(message);
    }

    DnsStatus status() {
        return intake.status(0);
    }
}
