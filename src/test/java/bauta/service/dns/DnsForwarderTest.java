package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.engine.DropReason;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Real sockets on loopback addresses; messages by an encoder of others. */
class DnsForwarderTest {
    private static final Ipv4Address SERVER_1 = Ipv4Address.parse("127.0.0.51");
    private static final Ipv4Address SERVER_2 = Ipv4Address.parse("127.0.0.52");
    private static final int WAIT_MILLIS = 10_000;

    private final List<DnsForwarder> opened = new ArrayList<>();

    private DnsForwarder forwarder() {
        return opened.getFirst();
    }

    @AfterEach
    void close() {
        opened.forEach(DnsForwarder::close);
    }

    private void open(int upstreamPort, String... clients) throws IOException {
        DnsSettings.Limits limits =
                new DnsSettings.Limits(
                        64,
                        64,
                        8,
                        Duration.ofMillis(150),
                        Duration.ofMillis(500),
                        4,
                        Duration.ofMillis(300));
        opened.add(
                DnsForwarder.open(
                        DnsSettings.of(
                                        List.of(
                                                new ListenAddress(
                                                        Ipv4Address.parse("127.0.0.1"),
                                                        0,
                                                        Optional.empty())),
                                        Arrays.stream(clients).map(Ipv4Prefix::parse).toList())
                                .with(
                                        new DnsSettings.Forwarding(
                                                List.of(),
                                                List.of(),
                                                upstreamPort,
                                                Optional.empty()))
                                .with(DnsSettings.Caching.of(0, Optional.empty()))
                                .with(limits)));
    }

    /** Returns when the loop has taken them. */
    private void upstreams(List<Ipv4Address> servers) {
        forwarder().upstreams(servers);
        assertThat(forwarder().status().upstreams()).hasSameSizeAs(servers);
    }

    static byte[] query(String name, int type) {
        try {
            Record question = Record.newRecord(Name.fromString(name), type, DClass.IN);
            return Message.newQuery(question).toWire();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<byte[]> answer(byte[] query) {
        try {
            Message message = new Message(query);
            message.getHeader().setFlag(Flags.QR);
            message.addRecord(
                    Record.fromString(
                            message.getQuestion().getName(),
                            Type.A,
                            DClass.IN,
                            300,
                            "192.0.2.7",
                            Name.root),
                    Section.ANSWER);
            return List.of(message.toWire());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] askUdp(byte[] query) throws IOException {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            socket.setSoTimeout(WAIT_MILLIS);
            socket.send(
                    new DatagramPacket(query, query.length, forwarder().udpAddresses().getFirst()));
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    private Socket connect() throws IOException {
        InetSocketAddress to = forwarder().tcpAddresses().getFirst();
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(WAIT_MILLIS);
        return socket;
    }

    private static void send(Socket socket, byte[] message) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(message.length);
        out.write(message);
        out.flush();
    }

    private static byte[] receive(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readUnsignedShort());
    }

    @Test
    void passesAnswersByteTrueAndAsksFromChangingPortsAndIds() throws IOException {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            open(server.port(), "127.0.0.0/8");
            upstreams(List.of(SERVER_1));
            HashSet<Integer> ids = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                byte[] query = query("wWw.eXample.com.", Type.A);
                byte[] reply = askUdp(query);
                byte[] asked = server.queries().getLast();
                ids.add(DnsReplies.id(asked));
                assertThat(DnsReplies.withId(asked, DnsReplies.id(query))).isEqualTo(query);
                assertThat(reply)
                        .isEqualTo(
                                DnsReplies.withId(answer(asked).getFirst(), DnsReplies.id(query)));
            }
            assertThat(ids).hasSizeGreaterThan(30);
            assertThat(new HashSet<>(server.ports()))
                    .hasSizeGreaterThan(30)
                    .as("beyond what the kernel would choose")
                    .anyMatch(port -> port < 32_768 || port > 60_999);
            DnsStatus status = forwarder().status();
            assertThat(status.queries()).isEqualTo(40);
            assertThat(status.answers()).isEqualTo(40);
            assertThat(status.inFlight()).isZero();
            assertThat(status.upstreams().getFirst().answered()).isEqualTo(40);
        }
    }

    @Test
    void passesLongAnswersByTcpAndByUdp() throws IOException {
        byte[] tail = new byte[20_000];
        Arrays.fill(tail, (byte) 0xa5);
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, query -> List.of(longAnswer(query, tail)))) {
            open(server.port(), "127.0.0.0/8");
            upstreams(List.of(SERVER_1));
            byte[] query = query("big.example.", Type.TXT);
            try (Socket socket = connect()) {
                send(socket, query);
                assertThat(receive(socket)).isEqualTo(longAnswer(query, tail));
            }
            assertThat(askUdp(query)).isEqualTo(longAnswer(query, tail));
        }
    }

    private static byte[] longAnswer(byte[] query, byte[] tail) {
        byte[] answer = Arrays.copyOf(query, query.length + tail.length);
        answer[2] |= (byte) 0x80;
        System.arraycopy(tail, 0, answer, query.length, tail.length);
        return answer;
    }

    @Test
    void pipelinesQueriesOfOneTcpClient() throws IOException {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            open(server.port(), "127.0.0.0/8");
            upstreams(List.of(SERVER_1));
            try (Socket socket = connect()) {
                HashSet<Integer> ids = new HashSet<>();
                for (int i = 0; i < 60; i++) {
                    send(socket, DnsReplies.withId(query("n" + i + ".example.", Type.A), i));
                }
                socket.shutdownOutput();
                for (int i = 0; i < 60; i++) {
                    ids.add(DnsReplies.id(receive(socket)));
                }
                assertThat(ids).hasSize(60);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void turnsToTheSecondServerAndNotesTheFirstOneOut() throws IOException {
        try (LoopbackServer silent = new LoopbackServer("127.0.0.51", 0, _ -> List.of());
                LoopbackServer good =
                        new LoopbackServer("127.0.0.52", silent.port(), DnsForwarderTest::answer)) {
            open(silent.port(), "127.0.0.0/8");
            upstreams(List.of(SERVER_1, SERVER_2));
            for (int i = 0; i < 4; i++) {
                assertThat(rcode(askUdp(query("a.example.", Type.A)))).isZero();
            }
            DnsStatus status = forwarder().status();
            assertThat(status.timeouts()).isEqualTo(2);
            assertThat(status.upstreams().getFirst().healthy()).isFalse();
            assertThat(status.upstreams().getLast().healthy()).isTrue();
            assertThat(good.queries()).hasSize(4);
        }
    }

    @Test
    void answersServfailWithoutUpstreamsAndWhenNobodyListensThere() throws IOException {
        open(unusedPort(), "127.0.0.0/8");
        assertThat(rcode(askUdp(query("a.example.", Type.A)))).isEqualTo(Rcode.SERVFAIL);
        upstreams(List.of(SERVER_1, SERVER_2));
        assertThat(rcode(askUdp(query("a.example.", Type.A)))).isEqualTo(Rcode.SERVFAIL);
        try (Socket socket = connect()) {
            send(socket, query("a.example.", Type.A));
            assertThat(rcode(receive(socket))).isEqualTo(Rcode.SERVFAIL);
        }
        assertThat(forwarder().status().ownAnswers()).isEqualTo(3);
    }

    @Test
    void aProbeTellsWhetherServersAnswer() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer("127.0.0.51", 0, DnsForwarderTest::answer)) {
            open(server.port(), "127.0.0.0/8");
            assertThat(forwarder().probe().toCompletableFuture().get()).isFalse();
            upstreams(List.of(SERVER_1));
            assertThat(forwarder().probe().toCompletableFuture().get()).isTrue();
            assertThat(forwarder().probe().toCompletableFuture().get()).isTrue();
            assertThat(server.queries()).hasSize(2);
        }
        assertThat(forwarder().probe().toCompletableFuture().get()).isFalse();
    }

    private static int unusedPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void servesOnlyTheGivenPrefixes() throws IOException {
        open(9, "10.0.0.0/8");
        try (Socket socket = connect()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(forwarder().status().drops()).containsEntry(DropReason.DNS_NOT_SERVED, 1L);
    }

    @Test
    void closesSilentTcpClientsAndMakesRoomForNewOnes() throws IOException {
        open(9, "127.0.0.0/8");
        try (Socket silent = connect()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(forwarder().status().drops())
                .containsEntry(DropReason.DNS_CONNECTION_CLOSED, 1L);
        assertThat(forwarder().status().connections()).isZero();
    }

    @Test
    void aTcpClientThatSendsGarbageIsClosed() throws IOException {
        open(9, "127.0.0.0/8");
        for (int length : new int[] {0, 11, 4097, 65_535}) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(new byte[] {(byte) (length >> 8), (byte) length});
                socket.getOutputStream().write(new byte[11]);
                assertThat(socket.getInputStream().read()).as("length %s", length).isEqualTo(-1);
            }
        }
        assertThat(forwarder().status().drops())
                .containsEntry(DropReason.DNS_TRUNCATED, 2L)
                .containsEntry(DropReason.DNS_TOO_LONG, 2L);
    }

    @Test
    void refusesAnAddressThatIsTaken() throws IOException {
        try (LoopbackServer server = new LoopbackServer("127.0.0.1", 0, _ -> List.of())) {
            ListenAddress taken =
                    new ListenAddress(
                            Ipv4Address.parse("127.0.0.1"), server.port(), Optional.empty());
            assertThatThrownBy(() -> DnsForwarder.open(DnsSettings.of(List.of(taken), List.of())))
                    .isInstanceOf(IOException.class);
        }
    }

    private static int rcode(byte[] message) throws IOException {
        return new Message(message).getRcode();
    }
}
