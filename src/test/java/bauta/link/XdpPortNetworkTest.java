package bauta.link;

import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.LAN_MAC;
import static bauta.link.RouterFixture.MODEM_MAC;
import static bauta.link.RouterFixture.WAN_MAC;
import static bauta.link.RouterFixture.await;
import static bauta.link.RouterFixture.drain;
import static bauta.link.RouterFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("network")
class XdpPortNetworkTest {
    private static final int INSIDE = 0xc0a85702;
    private static final int OUTSIDE = 0xcb007101;

    private RouterFixture router;

    @BeforeEach
    void start() {
        router = new RouterFixture(LinkSettings.defaults());
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private static byte[] bulkFrame(int length) {
        return Frames.ethernet(
                LAN_MAC,
                HOST_MAC,
                Frames.IPV4,
                Frames.ipv4(17, INSIDE, OUTSIDE, 0, Frames.udp(1000, 2000, length)));
    }

    @Test
    void handsOverFramesOfBothClasses() throws InterruptedException {
        router.collect(router.wan);
        byte[] data = Frames.pppoeSession(7, 0x0021, 40);
        byte[] echo = Frames.pppoeSession(7, 0xc021, 10);
        byte[] session = Frames.ethernet(WAN_MAC, MODEM_MAC, 0x8864, data);
        byte[] lcp = Frames.ethernet(WAN_MAC, MODEM_MAC, 0x8864, echo);
        router.modem.send(session);
        router.modem.send(lcp);
        assertThat(next(router.bulk)).isEqualTo(Frames.hex(session));
        assertThat(next(router.control)).isEqualTo(Frames.hex(lcp));
    }

    @Test
    void sendsWhatItReceivedWithoutCopyAndGetsTheFrameBack() throws InterruptedException {
        int free = router.loop.pool().available();
        router.lan.receivers(router.lan::transmit, router.wan::transmit);
        byte[] frame = bulkFrame(1400);
        router.host.send(frame);
        assertThat(drain(router.modem, 500)).contains(Frames.hex(frame));
        await(() -> router.loop.status().freeFrames() >= free - 64);
    }

    @Test
    void reportsModeAndFeatures() {
        PortStatus status = router.loop.status().ports().getFirst();
        assertThat(status.role()).isEqualTo("lan1");
        assertThat(status.mode()).isEqualTo("native");
        assertThat(status.state()).isEqualTo("up");
        assertThat(status.xdpFeatures()).contains("basic", "redirect");
    }

    @Test
    void worksInGenericModeToo() throws InterruptedException {
        router.close();
        router = new RouterFixture(new LinkSettings(4096, 256, false));
        assertThat(router.loop.status().ports().getFirst().mode()).isEqualTo("generic");
        router.collect(router.lan);
        router.host.send(bulkFrame(1400));
        assertThat(next(router.bulk)).isEqualTo(Frames.hex(bulkFrame(1400)));
    }

    @Test
    void sendsControlFramesFromAnyTask() {
        byte[] frame = Frames.ethernet(MODEM_MAC, WAN_MAC, 0x8863, new byte[20]);
        router.loop.onLoop(() -> {
            int at = router.loop.pool().allocate();
            router.loop.pool().memory().setBytes(at, frame);
            router.wan.transmitControl(at, frame.length);
        });
        assertThat(drain(router.modem, 500)).contains(Frames.hex(frame));
    }
}
