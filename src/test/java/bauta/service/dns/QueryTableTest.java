package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.ManualTimers;
import bauta.wire.DnsHeader;
import bauta.wire.Ipv4Address;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries and answers, true and forged, through the table; exchanges and time are in our hands. */
class QueryTableTest {
    private static final Ipv4Address PRIMARY = Ipv4Address.parse("203.0.113.1");
    private static final Ipv4Address SECONDARY = Ipv4Address.parse("203.0.113.2");
    private static final long SECOND = 1_000_000_000L;
    private static final DnsSettings.Limits LIMITS =
            new DnsSettings.Limits(
                    8,
                    4,
                    8,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    4,
                    Duration.ofSeconds(9));

    private static final DnsSettings SETTINGS =
            DnsSettings.of(List.of(), List.of())
                    .with(LIMITS)
                    .with(DnsSettings.Caching.of(0, Optional.empty()));

    private final ManualTimers timers = new ManualTimers();
    private final UpstreamChoice upstreams = new UpstreamChoice(DnsSettings.Forwarding.PROVIDER);
    private final List<Opened> opened = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger(0x1000);
    private final Asking asking =
            new Asking(
                    Map.of(
                            Transport.UDP,
                            (server, query, listener) -> open(server, query, listener, false),
                            Transport.TCP,
                            (server, query, listener) -> open(server, query, listener, true)),
                    timers,
                    ids::incrementAndGet,
                    new DropCounters(),
                    LIMITS);
    private final QueryIntake intake =
            new QueryIntake(
                    asking,
                    upstreams,
                    new LocalAnswers(SETTINGS),
                    new AnswerStore(SETTINGS, timers, InstantSource.system()));

    private void upstreams(Ipv4Address... servers) {
        upstreams.provider(
                Stream.of(servers).map(address -> UpstreamServer.plain(address, 53)).toList());
    }

    private Exchange open(
            UpstreamServer server, byte[] query, Exchange.Listener listener, boolean tcp) {
        Opened exchange = new Opened(server.address(), query, listener, tcp);
        opened.add(exchange);
        return exchange;
    }

    /** An exchange that the table has opened. */
    private static final class Opened implements Exchange {
        private final Ipv4Address server;
        private final byte[] query;
        private final Listener listener;
        private final boolean tcp;
        private boolean closed;

        Opened(Ipv4Address server, byte[] query, Listener listener, boolean tcp) {
            this.server = server;
            this.query = query;
            this.listener = listener;
            this.tcp = tcp;
        }

        @Override
        public void close() {
            closed = true;
        }

        void answer() {
            listener.received(DnsForwarderTest.answer(query).getFirst());
        }
    }

    /** A client that keeps what it is told. */
    private record Host(Ipv4Address address, int port, Transport transport, List<byte[]> replies)
            implements DnsClient {
        private static final Ipv4Address USUAL = Ipv4Address.parse("192.168.87.20");

        Host(int port) {
            this(USUAL, port, Transport.UDP, new ArrayList<>());
        }

        static Host tcp(int port) {
            return new Host(USUAL, port, Transport.TCP, new ArrayList<>());
        }

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

        int rcode() {
            assertThat(replies).hasSize(1);
            return replies.getFirst()[3] & 0xf;
        }
    }

    private Host asks(int port, byte[] query) {
        Host host = new Host(port);
        intake.query(host, Unpooled.wrappedBuffer(query));
        return host;
    }

    private static byte[] question() {
        return DnsForwarderTest.query("www.Example.", Type.A);
    }

    private DnsStatus status() {
        return intake.status(0);
    }

    @Test
    void theClientGetsTheAnswerWithItsOwnId() {
        upstreams(PRIMARY, SECONDARY);
        byte[] query = question();
        Host host = asks(1, query);
        Opened exchange = opened.getFirst();
        assertThat(exchange.server).isEqualTo(PRIMARY);
        assertThat(DnsReplies.id(exchange.query)).isEqualTo(0x1001);
        exchange.answer();
        assertThat(DnsReplies.id(host.replies().getFirst())).isEqualTo(DnsReplies.id(query));
        assertThat(Arrays.copyOfRange(host.replies().getFirst(), 2, 40))
                .isEqualTo(
                        Arrays.copyOfRange(
                                DnsForwarderTest.answer(exchange.query).getFirst(), 2, 40));
        assertThat(exchange.closed).isTrue();
        assertThat(status().inFlight()).isZero();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void forgedAnswersAreCountedAndNeitherBelievedNorFatal() {
        record Forgery(String name, int at, int octet) {}
        upstreams(PRIMARY);
        Host host = asks(1, question());
        Opened exchange = opened.getFirst();
        byte[] good = DnsForwarderTest.answer(exchange.query).getFirst();
        List<Forgery> rows =
                List.of(
                        new Forgery("id, high octet", 0, good[0] ^ 1),
                        new Forgery("id, low octet", 1, good[1] ^ 1),
                        new Forgery("a query", 2, good[2] & 0x7f),
                        new Forgery("another opcode", 2, good[2] | 0x20),
                        new Forgery("no question", 5, 0),
                        new Forgery("two questions", 5, 2),
                        new Forgery("another name", 13, 'v'),
                        new Forgery("another case", 17, 'e'),
                        new Forgery("another type", 12 + 13 + 1, 28),
                        new Forgery("another class", 12 + 13 + 3, 3));
        for (Forgery row : rows) {
            byte[] forged = good.clone();
            forged[row.at()] = (byte) row.octet();
            assertThat(forged).as(row.name()).isNotEqualTo(good);
            exchange.listener.received(forged);
            assertThat(host.replies()).as(row.name()).isEmpty();
        }
        exchange.listener.received(new byte[0]);
        exchange.listener.received(Arrays.copyOf(good, 20));
        assertThat(status().drops())
                .containsEntry(DropReason.DNS_UNEXPECTED_ANSWER, rows.size() + 2L);
        exchange.answer();
        assertThat(host.replies()).hasSize(1);
    }

    @Test
    void whoGuessesTooOftenOnOnePortFindsItClosed() {
        upstreams(PRIMARY);
        Host host = asks(1, question());
        Opened first = opened.getFirst();
        for (int i = 0; i < 16; i++) {
            first.listener.received(new byte[12]);
        }
        assertThat(first.closed).isTrue();
        assertThat(opened).hasSize(2);
        opened.getLast().answer();
        assertThat(host.rcode()).isZero();
    }

    @Test
    void aHeaderAloneMayOnlySayThatTheQueryWasNotUnderstood() {
        upstreams(PRIMARY);
        Host host = asks(1, question());
        byte[] header = Arrays.copyOf(opened.getFirst().query, 12);
        header[2] |= (byte) 0x80;
        header[5] = 0;
        opened.getFirst().listener.received(header);
        assertThat(host.replies()).isEmpty();
        header[3] = DnsHeader.FORMERR;
        opened.getFirst().listener.received(header);
        assertThat(host.rcode()).isEqualTo(DnsHeader.FORMERR);
    }

    @Test
    void silenceAsksTheNextInTurnAndEndsWithServfail() {
        upstreams(PRIMARY, SECONDARY);
        Host host = asks(1, question());
        for (int i = 0; i < 3; i++) {
            timers.advance(SECOND);
            assertThat(host.replies()).isEmpty();
        }
        assertThat(opened)
                .extracting(exchange -> exchange.server)
                .containsExactly(PRIMARY, SECONDARY, PRIMARY, SECONDARY);
        timers.advance(SECOND);
        assertThat(host.rcode()).isEqualTo(DnsHeader.SERVFAIL);
        assertThat(opened).allMatch(exchange -> exchange.closed);
        assertThat(status().timeouts()).isEqualTo(4);
        assertThat(status().inFlight()).isZero();
    }

    @Test
    void aServerThatIsOutIsNotWaitedForAndIsBackWithItsFirstAnswer() {
        upstreams(PRIMARY, SECONDARY);
        for (int i = 0; i < 2; i++) {
            asks(i, question());
            timers.advance(SECOND);
            opened.getLast().answer();
        }
        assertThat(status().upstreams().getFirst().healthy()).isFalse();
        opened.clear();
        Host third = asks(3, question());
        assertThat(opened)
                .extracting(exchange -> exchange.server)
                .containsExactly(SECONDARY, PRIMARY); // the second one is the probe
        opened.getFirst().answer();
        assertThat(third.rcode()).isZero();
        asks(4, question());
        assertThat(opened).as("one probe per interval").hasSize(3);
        opened.get(1).answer();
        assertThat(third.replies()).hasSize(1);
        opened.get(2).answer();
        opened.clear();
        asks(5, question());
        assertThat(opened).extracting(exchange -> exchange.server).containsExactly(PRIMARY);
    }

    @Test
    void aProbeWithoutAnswerIsClosed() {
        upstreams(PRIMARY, SECONDARY);
        for (int i = 0; i < 2; i++) {
            asks(i, question());
            timers.advance(SECOND);
            opened.getLast().answer();
        }
        opened.clear();
        asks(3, question());
        opened.getFirst().answer();
        Opened probe = opened.get(1);
        assertThat(probe.closed).isFalse();
        timers.advance(SECOND);
        assertThat(probe.closed).isTrue();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void tcpQueriesGoByTcpAndSayNothingOfHealth() {
        upstreams(PRIMARY, SECONDARY);
        Host host = Host.tcp(1);
        intake.query(host, Unpooled.wrappedBuffer(question()));
        opened.getFirst().listener.failed("test");
        opened.getLast().listener.failed("test");
        assertThat(opened).hasSize(2).allMatch(exchange -> exchange.tcp);
        assertThat(host.rcode()).isEqualTo(DnsHeader.SERVFAIL);
        assertThat(status().upstreams()).allMatch(DnsStatus.UpstreamStatus::healthy);
        assertThat(status().tcpQueries()).isEqualTo(1);
    }

    @Test
    void aRepeatedQueryIsAskedOnce() {
        upstreams(PRIMARY);
        byte[] query = question();
        Host host = asks(1, query);
        intake.query(host, Unpooled.wrappedBuffer(query.clone()));
        assertThat(opened).hasSize(1);
        opened.getFirst().answer();
        assertThat(host.replies()).hasSize(1);
        assertThat(status().drops()).containsEntry(DropReason.DNS_REPEATED, 1L);
    }

    @Test
    void oneClientCannotFillTheTableAndTheTableIsBounded() {
        upstreams(PRIMARY);
        for (int i = 0; i < 5; i++) {
            Host host = asks(i, question());
            assertThat(host.replies()).hasSize(i < 4 ? 0 : 1);
        }
        for (int i = 0; i < 10; i++) {
            Host other =
                    new Host(new Ipv4Address(0x0a000000 + i), 1, Transport.UDP, new ArrayList<>());
            intake.query(other, Unpooled.wrappedBuffer(question()));
            assertThat(other.replies()).hasSize(i < 4 ? 0 : 1);
        }
        assertThat(status().inFlight()).isEqualTo(8);
        assertThat(status().drops()).containsEntry(DropReason.DNS_OVERLOAD, 7L);
        opened.getFirst().answer();
        assertThat(asks(99, question()).replies()).isEmpty();
    }

    @Test
    void whatCannotBeForwardedIsAnsweredOrCounted() {
        upstreams(PRIMARY);
        byte[] good = question();
        byte[] update = good.clone();
        update[2] |= 0x28;
        byte[] response = good.clone();
        response[2] |= (byte) 0x80;
        byte[] noQuestion = good.clone();
        noQuestion[5] = 0;
        byte[] looped = good.clone();
        looped[12] = (byte) 0xc0;
        looped[13] = 12;
        assertThat(asks(1, update).rcode()).isEqualTo(DnsHeader.NOTIMP);
        assertThat(asks(1, noQuestion).rcode()).isEqualTo(DnsHeader.FORMERR);
        assertThat(asks(1, looped).rcode()).isEqualTo(DnsHeader.FORMERR);
        assertThat(asks(1, DnsForwarderTest.query("example.", Type.AXFR)).rcode())
                .isEqualTo(DnsHeader.REFUSED);
        assertThat(asks(1, Arrays.copyOf(good, 4097)).rcode()).isEqualTo(DnsHeader.FORMERR);
        assertThat(asks(1, Arrays.copyOf(good, 4096)).replies()).isEmpty();
        assertThat(opened).hasSize(1);
        opened.clear();
        assertThat(asks(1, response).replies()).isEmpty();
        assertThat(asks(1, new byte[11]).replies()).isEmpty();
        assertThat(opened).isEmpty();
        assertThat(status().drops())
                .isEqualTo(
                        Map.of(
                                DropReason.DNS_TRUNCATED, 1L,
                                DropReason.DNS_TOO_LONG, 1L,
                                DropReason.DNS_BAD_NAME, 1L,
                                DropReason.DNS_BAD_COUNT, 1L,
                                DropReason.DNS_UNEXPECTED_ANSWER, 1L));
    }

    @Test
    void ourOwnAnswersAreWellFormedAndSpeakEdns() throws Exception {
        Message query = new Message(question());
        query.addRecord(new org.xbill.DNS.OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL);
        query.getHeader().setID(0xfffe);
        Host host = asks(1, query.toWire());
        Message answer = new Message(host.replies().getFirst());
        assertThat(answer.getHeader().getID()).isEqualTo(0xfffe);
        assertThat(answer.getRcode()).isEqualTo(DnsHeader.SERVFAIL);
        assertThat(answer.getQuestion()).isEqualTo(query.getQuestion());
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(answer.getOPT().getFlags()).isEqualTo(0x8000);
        assertThat(new Message(asks(2, question()).replies().getFirst()).getOPT()).isNull();
    }

    @Test
    void randomMessagesAndAnswersDoNotDisturbTheTable() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        upstreams(PRIMARY, SECONDARY);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = question();
            for (int bend = random.nextInt(4); bend > 0; bend--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            asks(random.nextInt(4), Arrays.copyOf(message, random.nextInt(message.length + 1)));
            if (!opened.isEmpty()) {
                Opened exchange = opened.get(random.nextInt(opened.size()));
                byte[] answer = DnsForwarderTest.answer(question()).getFirst();
                answer[random.nextInt(answer.length)] = (byte) random.nextInt();
                if (!exchange.closed) {
                    exchange.listener.received(answer);
                }
            }
            timers.advance(random.nextInt(400) * 1_000_000L);
            opened.removeIf(exchange -> exchange.closed);
        }
        timers.advance(20 * SECOND);
        assertThat(status().inFlight()).as("seed %s", seed).isZero();
        assertThat(timers.waiting()).as("seed %s", seed).isZero();
        assertThat(opened).as("seed %s", seed).allMatch(exchange -> exchange.closed);
    }
}
