package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.linux.TestNetwork;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBufUtil;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("network")
class TunPortNetworkTest {
    private static final Ipv4Address OURS = Ipv4Address.parse("203.0.113.10");
    private static final Ipv4Address PEER = Ipv4Address.parse("203.0.113.1");
    private static final InetSocketAddress FAR = new InetSocketAddress("198.51.100.1", 4000);

    private final BlockingQueue<String> packets = new LinkedBlockingQueue<>();
    private TestNetwork network;
    private LinkLoop loop;
    private TunPort tun;

    @BeforeEach
    void start() {
        network = new TestNetwork("router");
        loop = network.in("router", () -> LinkLoop.open(LinkSettings.defaults()));
        tun = loop.openTun(new TunSettings("internet", "ppp0", 100, true));
        tun.receiver((at, length) -> {
            packets.add(ByteBufUtil.hexDump(loop.pool().memory(), at, length));
            loop.pool().release(at);
        });
    }

    @AfterEach
    void stop() {
        loop.close();
        network.close();
    }

    private DatagramSocket socket() {
        return network.in("router", () -> new DatagramSocket(4000, OURS.toInetAddress()));
    }

    @Test
    void takesWhatTheRoutersOwnProgramsSend() throws Exception {
        tun.up(OURS, PEER, 1454);
        try (DatagramSocket socket = socket()) {
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, FAR));
            String packet = RouterFixture.next(packets);
            assertThat(packet).startsWith("45").endsWith("010203").contains("cb00710ac6336401");
        }
        assertThat(network.ip("router", "link show ppp0")).contains("mtu 1454");
        assertThat(network.ip("router", "route show default")).contains("ppp0", "metric 100");
    }

    @Test
    void deliversToTheRoutersOwnPrograms() throws Exception {
        tun.up(OURS, PEER, 1492);
        byte[] packet = Frames.ipv4(17, 0xc6336401, OURS.bits(), 0, Frames.udp(4000, 4000, 5));
        try (DatagramSocket socket = socket()) {
            socket.setSoTimeout(3000);
            send(packet);
            DatagramPacket received = new DatagramPacket(new byte[100], 100);
            socket.receive(received);
            assertThat(received.getLength()).isEqualTo(5);
            assertThat(received.getAddress()).isEqualTo(InetAddress.getByName("198.51.100.1"));
        }
    }

    private void send(byte[] packet) {
        loop.onLoop(() -> {
            int at = loop.pool().allocate();
            loop.pool().memory().setBytes(at, packet);
            tun.transmit(at, packet.length);
        });
    }

    @Test
    void aNewAddressReplacesTheOldOne() {
        tun.up(OURS, PEER, 1492);
        tun.up(Ipv4Address.parse("203.0.113.77"), PEER, 1492);
        assertThat(network.ip("router", "address show ppp0"))
                .contains("203.0.113.77 peer 203.0.113.1")
                .doesNotContain("203.0.113.10");
    }

    @Test
    void downTakesAddressRouteAndCarrierAway() {
        tun.up(OURS, PEER, 1492);
        assertThat(network.ip("router", "link show ppp0")).doesNotContain("NO-CARRIER");
        tun.down();
        assertThat(network.ip("router", "link show ppp0")).contains("NO-CARRIER");
        assertThat(network.ip("router", "address show ppp0")).doesNotContain("inet ");
        assertThat(network.ip("router", "route show default")).isEmpty();
        assertThat(tun.isUp()).isFalse();
    }

    @Test
    void whatTheKernelRefusesIsCounted() {
        tun.up(OURS, PEER, 1492);
        int free = loop.status().freeFrames();
        send(new byte[] {0x25, 0, 0, 4});
        assertThat(loop.drops().value(DropReason.TUN_REFUSED)).isEqualTo(1);
        assertThat(loop.status().freeFrames()).isEqualTo(free);
    }

    @Test
    void persistsAndIsTakenUpAgain() {
        tun.up(OURS, PEER, 1492);
        tun.close();
        assertThat(network.ip("router", "link show ppp0")).contains("NO-CARRIER");
        tun = loop.openTun(new TunSettings("internet", "ppp0", 100, false));
        tun.up(OURS, PEER, 1492);
        assertThat(network.ip("router", "link show ppp0")).doesNotContain("NO-CARRIER");
        tun.close();
        assertThat(network.ip("router", "link show")).doesNotContain("ppp0");
    }
}
