package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropCounters;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Connections to servers on loopback. */
class StreamServersTest {
    private final SocketsHandler sockets = SocketsHandler.open("stream-test");
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final StreamServers servers;

    StreamServersTest() throws IOException {
        servers =
                new StreamServers(
                        sockets,
                        new TlsClientHandler(DnsSettings.Forwarding.PROVIDER),
                        Duration.ofSeconds(2),
                        new DropCounters());
    }

    @AfterEach
    void close() {
        sockets.close();
    }

    private void ask(LoopbackServer server, int id) {
        byte[] query =
                DnsReplies.withId(DnsForwarderTest.query("n" + id + ".example.", Type.A), id);
        UpstreamServer where = UpstreamServer.plain(Ipv4Address.parse("127.0.0.51"), server.port());
        sockets.executor()
                .execute(() ->
                        servers.open(
                                where,
                                query,
                                new Exchange.Listener() {
                                    @Override
                                    public void received(byte[] message) {
                                        events.add("answer " + DnsReplies.id(message));
                                    }

                                    @Override
                                    public void failed(String trouble) {
                                        events.add("failed " + trouble);
                                    }
                                }));
    }

    private List<String> take(int number) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            taken.add(String.valueOf(events.poll(10, TimeUnit.SECONDS)));
        }
        return taken;
    }

    @Test
    void oneConnectionServesMany() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            for (int id = 1; id <= 20; id++) {
                ask(server, id);
            }
            assertThat(take(20)).contains("answer 1", "answer 20");
            ask(server, 21);
            assertThat(take(1)).containsExactly("answer 21");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatAClosedConnectionOwedIsAskedOnceMore() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            ask(server, 1);
            assertThat(take(1)).containsExactly("answer 1");
            server.closeBeforeNextAnswer();
            ask(server, 2);
            assertThat(take(1)).containsExactly("answer 2");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatClosesWithoutAnyAnswerHasFailed() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            server.closeBeforeNextAnswer();
            ask(server, 1);
            assertThat(take(1)).containsExactly("failed connection closed");
        }
    }
}
