package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.ListenAddress;
import bauta.wire.Decoded;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.EthernetHeader;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on the loopback device, with a client's socket and frames caught. */
class DhcpServerTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:0a");
    private static final int WAIT_SECONDS = 10;

    @TempDir Path directory;

    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();

    private DhcpServer open(int clientPort) throws IOException {
        return DhcpServer.open(
                new DhcpSettings(
                        new ListenAddress(Ipv4Address.ANY, 0, Optional.of("lo")),
                        clientPort,
                        Ipv4Prefix.parse("127.0.0.254/24"),
                        MacAddress.parse("02:00:00:00:00:01"),
                        new DhcpSettings.Pool(
                                Ipv4Address.parse("127.0.0.1"), Ipv4Address.parse("127.0.0.1")),
                        DhcpParameters.standard(Ipv4Address.parse("127.0.0.254")),
                        List.of(),
                        DhcpSettings.Times.DEFAULT.silent(),
                        directory.resolve("leases")),
                frames::add,
                LeaseListener.NONE);
    }

    private static void send(DatagramSocket client, DhcpServer server, DhcpMessage message)
            throws IOException {
        ByteBuf out = Unpooled.buffer();
        message.emit(out);
        client.send(
                new DatagramPacket(
                        out.array(),
                        out.readableBytes(),
                        InetAddress.getLoopbackAddress(),
                        server.address().getPort()));
    }

    private static DatagramSocket client() throws IOException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(WAIT_SECONDS * 1000);
        return socket;
    }

    private byte[] frame() throws InterruptedException {
        byte[] frame = frames.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(frame).isNotNull();
        return frame == null ? new byte[0] : frame;
    }

    private static DhcpMessage payload(byte[] frame, int clientPort) {
        ByteBuf buf = Unpooled.wrappedBuffer(frame);
        int end = frame.length;
        assertThat(EthernetHeader.check(buf, 0, end)).isEqualTo(DropReason.NONE);
        assertThat(EthernetHeader.destination(buf, 0)).isEqualTo(MAC.bits());
        int ip = EthernetHeader.LENGTH;
        assertThat(Ipv4Header.check(buf, ip, end)).isEqualTo(DropReason.NONE);
        assertThat(new Ipv4Address(Ipv4Header.destination(buf, ip))).hasToString("127.0.0.1");
        int udp = Ipv4Header.payload(buf, ip);
        assertThat(UdpHeader.check(buf, udp, end)).isEqualTo(DropReason.NONE);
        assertThat(UdpHeader.sourcePort(buf, udp)).isEqualTo(67);
        assertThat(UdpHeader.destinationPort(buf, udp)).isEqualTo(clientPort);
        assertThat(UdpHeader.checksum(buf, udp)).isNotZero();
        Decoded<DhcpMessage> decoded = DhcpMessage.parse(buf, udp + UdpHeader.LENGTH, end);
        assertThat(decoded).isInstanceOf(Decoded.Ok.class);
        return ((Decoded.Ok<DhcpMessage>) decoded).message();
    }

    @Test
    void aNewcomerIsServedByFramesAndARenewalBySocketAcrossARestart() throws Exception {
        try (DatagramSocket client = client()) {
            Ipv4Address given = Ipv4Address.parse("127.0.0.1");
            try (DhcpServer server = open(client.getLocalPort())) {
                send(
                        client,
                        server,
                        DhcpMachineTest.Client.says(DhcpMessage.Type.DISCOVER, MAC).message());
                DhcpMessage offer = payload(frame(), client.getLocalPort());
                assertThat(offer.type()).contains(DhcpMessage.Type.OFFER);
                assertThat(offer.yiaddr()).isEqualTo(given);
                send(
                        client,
                        server,
                        DhcpMachineTest.Client.says(DhcpMessage.Type.REQUEST, MAC)
                                .of(Ipv4Address.parse("127.0.0.254"))
                                .wants(given)
                                .with(DhcpOptions.HOST_NAME, 'p', 'c')
                                .message());
                assertThat(payload(frame(), client.getLocalPort()).type())
                        .contains(DhcpMessage.Type.ACK);
            }
            try (DhcpServer server = open(client.getLocalPort())) {
                assertThat(server.status().leases())
                        .singleElement()
                        .satisfies(lease -> {
                            assertThat(lease.address()).isEqualTo(given);
                            assertThat(lease.mac()).contains(MAC);
                            assertThat(lease.name()).isEqualTo("pc");
                        });
                send(
                        client,
                        server,
                        DhcpMachineTest.Client.says(DhcpMessage.Type.REQUEST, MAC)
                                .from(given)
                                .message());
                DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
                client.receive(reply);
                Decoded<DhcpMessage> decoded =
                        DhcpMessage.parse(
                                Unpooled.wrappedBuffer(reply.getData()), 0, reply.getLength());
                assertThat(((Decoded.Ok<DhcpMessage>) decoded).message().type())
                        .contains(DhcpMessage.Type.ACK);
            }
        }
    }

    @Test
    void aServerIsHealthyUntilItIsClosed() throws Exception {
        try (DatagramSocket client = client()) {
            DhcpServer server = open(client.getLocalPort());
            assertThat(server.isHealthy()).isTrue();
            server.close();
            assertThat(server.isHealthy()).isFalse();
        }
    }

    @Test
    void damagedMessagesAreCountedAndNothingElseHappens() throws Exception {
        try (DatagramSocket client = client();
                DhcpServer server = open(client.getLocalPort())) {
            client.send(
                    new DatagramPacket(
                            new byte[100],
                            100,
                            InetAddress.getLoopbackAddress(),
                            server.address().getPort()));
            send(
                    client,
                    server,
                    DhcpMachineTest.Client.says(DhcpMessage.Type.DISCOVER, MAC).message());
            frame();
            assertThat(server.status().drops()).containsEntry(DropReason.DHCP_TRUNCATED, 1L);
            assertThat(server.status().received()).containsEntry(DhcpMessage.Type.DISCOVER, 1L);
            assertThat(server.status().sent()).containsEntry(DhcpMessage.Type.OFFER, 1L);
        }
    }
}
