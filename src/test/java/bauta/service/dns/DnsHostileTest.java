package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Clients that mean no good, over real connections; others are served meanwhile. */
class DnsHostileTest {
    private static final int WAIT_MILLIS = 20_000;

    private final DnsForwarder forwarder;

    DnsHostileTest() throws IOException {
        forwarder =
                DnsForwarder.open(
                        DnsSettings.of(
                                List.of(
                                        new ListenAddress(
                                                Ipv4Address.parse("127.0.0.1"),
                                                0,
                                                Optional.empty())),
                                List.of(Ipv4Prefix.parse("127.0.0.0/8"))));
    }

    @AfterEach
    void close() {
        forwarder.close();
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.setSoTimeout(WAIT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(forwarder.tcpAddresses().getFirst());
        return socket;
    }

    private void isServed() throws IOException {
        try (Socket socket = connect("127.0.0.9")) {
            byte[] query = DnsMessages.query("localhost.", Type.A);
            socket.getOutputStream().write(new byte[] {0, (byte) query.length});
            socket.getOutputStream().write(query);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(in.readUnsignedShort());
            assertThat(DnsMessages.read(answer).getRcode()).isZero();
        }
    }

    @Test
    void garbageByTheByteEndsTheConnectionAndNothingElse() throws IOException {
        long seed = new Random().nextLong();
        byte[] garbage = new byte[65_536];
        new Random(seed).nextBytes(garbage);
        int sent = 0;
        try (Socket socket = connect("127.0.0.2")) {
            OutputStream out = socket.getOutputStream();
            while (sent < garbage.length) {
                out.write(garbage, sent++, 1);
            }
        } catch (IOException e) {
            assertThat(sent).as("seed %s: closed by the forwarder", seed).isPositive();
        }
        isServed();
        assertThat(forwarder.status().connections()).isLessThanOrEqualTo(1);
        assertThat(forwarder.status().drops()).as("seed %s", seed).isNotEmpty();
    }

    @Test
    void aThousandIdleClientsMakeRoomForTheNextOne() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                idle.add(connect("127.0.1." + (1 + i % 200)));
            }
            isServed();
            DnsStatus status = forwarder.status();
            assertThat(status.connections())
                    .isLessThanOrEqualTo(DnsSettings.Limits.DEFAULT.connections());
            assertThat(status.drops().get(DropReason.DNS_CONNECTION_CLOSED))
                    .isGreaterThanOrEqualTo(1000L - DnsSettings.Limits.DEFAULT.connections());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
