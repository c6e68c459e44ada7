package bauta.link;

import static bauta.link.RouterFixture.HOST_MAC;
import static bauta.link.RouterFixture.LAN_MAC;
import static bauta.link.RouterFixture.MODEM_MAC;
import static bauta.link.RouterFixture.WAN_MAC;
import static bauta.link.RouterFixture.await;
import static bauta.link.RouterFixture.drain;
import static bauta.link.RouterFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.linux.FrameMemory;
import bauta.linux.Interfaces;
import bauta.linux.PacketSocket;
import bauta.linux.XdpSocket;
import bauta.wire.MacAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong with rings and NICs, and that it is counted and survived. */
@Tag("network")
class LinkTroubleNetworkTest {
    private static final int RING = 64;
    private static final int FLOOD = 2_000;

    private RouterFixture router;

    @BeforeEach
    void start() {
        router = new RouterFixture(new LinkSettings(4096, RING, true));
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private static byte[] data(int number) {
        byte[] frame =
                Frames.ethernet(WAN_MAC, MODEM_MAC, 0x8864, Frames.pppoeSession(1, 0x0021, 100));
        frame[50] = (byte) (number >>> 8);
        frame[51] = (byte) number;
        return frame;
    }

    private static byte[] lcp(int session) {
        return Frames.ethernet(
                WAN_MAC, MODEM_MAC, 0x8864, Frames.pppoeSession(session, 0xc021, 10));
    }

    /** Keeps the loop busy until the returned latch is counted down. */
    private CountDownLatch block() {
        CountDownLatch release = new CountDownLatch(1);
        router.loop
                .eventLoop()
                .execute(() -> {
                    try {
                        release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        return release;
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(5);
    }

    @Test
    void overflowIsCountedAndDoesNotTouchControl() throws InterruptedException {
        router.collect(router.wan);
        CountDownLatch release = block();
        for (int i = 0; i < FLOOD; i++) {
            router.modem.send(data(i));
            if (i % 50 == 0) {
                // The veth pair itself holds no more than 256 frames.
                pause();
            }
        }
        pause();
        router.modem.send(lcp(1));
        release.countDown();
        assertThat(next(router.control)).isEqualTo(Frames.hex(lcp(1)));
        // Some may still have been under way when the loop came back, and found room then.
        await(() -> router.counter(router.wan, "bulk") == router.bulk.size() + ringFull());
        assertThat(ringFull()).isPositive();
        assertThat(router.bulk).hasSizeGreaterThanOrEqualTo(RING);
        router.bulk.clear();
        router.modem.send(data(7));
        assertThat(next(router.bulk)).isEqualTo(Frames.hex(data(7)));
    }

    private long ringFull() {
        return router.counter(router.wan, "bulk-receive-ring-full");
    }

    @Test
    void anEmptyFillRingIsCountedAndSurvived() throws InterruptedException {
        router.collect(router.wan);
        BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
        router.loop.onLoop(() -> {
            int at = router.loop.pool().allocate();
            while (at >= 0) {
                taken.add(at);
                at = router.loop.pool().allocate();
            }
        });
        // Nothing is refilled now; received frames are kept, so the fill ring runs dry.
        router.wan.receivers((at, length) -> taken.add(at), (at, length) -> taken.add(at));
        await(() -> {
            router.modem.send(data(1));
            return router.counter(router.wan, "bulk-receive-dropped") > 0;
        });
        router.loop.onLoop(() -> taken.forEach(router.loop.pool()::release));
        router.collect(router.wan);
        await(() -> router.loop.status().freeFrames() < 3500);
        router.bulk.clear();
        router.modem.send(lcp(9));
        assertThat(next(router.control)).isEqualTo(Frames.hex(lcp(9)));
    }

    @Test
    void aFullTransmitRingIsCountedAndSurvived() {
        router.loop.onLoop(() -> {
            router.network.ip("router", "link set wan0 down");
            for (int i = 0; i < RING + 10; i++) {
                int at = router.loop.pool().allocate();
                router.loop.pool().memory().setZero(at, 60);
                router.wan.transmit(at, 60);
            }
        });
        assertThat(router.loop.drops().value(DropReason.TRANSMIT_RING_FULL)).isEqualTo(10);
        await(() -> !router.wan.isUp());
        router.network.ip("router", "link set wan0 up");
        await(() -> router.wan.isUp());
        assertThat(drain(router.modem, 500)).hasSize(RING);
    }

    @Test
    void sendingWhileDownIsCounted() {
        router.network.ip("modem", "link set eth0 down");
        await(() -> !router.wan.isUp());
        int free = router.loop.status().freeFrames();
        router.loop.onLoop(() -> {
            router.wan.transmit(router.loop.pool().allocate(), 60);
            router.wan.transmitControl(router.loop.pool().allocate(), 60);
        });
        assertThat(router.loop.drops().value(DropReason.PORT_DOWN)).isEqualTo(2);
        assertThat(router.loop.status().freeFrames()).isEqualTo(free);
    }

    @Test
    void tellsOfTheCarrier() throws InterruptedException {
        BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
        router.wan.carrierListener(told::add);
        router.network.ip("modem", "link set eth0 down");
        router.network.ip("modem", "link set eth0 up");
        for (boolean expected : List.of(true, false, true)) {
            assertThat(told.poll(3, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    @Test
    void aNicThatComesBackIsOpenedAgain() throws InterruptedException {
        router.collect(router.wan);
        router.loop.onLoop(() -> {
            // Frames queued when the NIC goes are not lost to the pool.
            for (int i = 0; i < 10; i++) {
                router.wan.transmit(router.loop.pool().allocate(), 60);
            }
            router.network.ip("router", "link delete wan0");
        });
        await(() -> !router.wan.isUp());
        int onlyLan = 4096 - RING - XdpQueue.CONTROL_FRAMES;
        assertThat(router.loop.status().freeFrames()).isEqualTo(onlyLan);
        assertThat(router.counter(router.wan, "losses")).isEqualTo(1);

        router.network.join("router", "wan0", "modem", "eth0", "");
        await(router.wan::isUp);
        router.network.ip("router", "link set wan0 address " + new MacAddress(WAN_MAC));
        await(() -> router.wan.mac() == WAN_MAC);
        try (PacketSocket modem = router.network.packetSocket("modem", "eth0")) {
            modem.send(data(3));
            assertThat(next(router.bulk)).isEqualTo(Frames.hex(data(3)));
        }
        assertThat(router.counter(router.wan, "openings")).isEqualTo(2);
    }

    @Test
    void framesWithoutAWakeUpAreFoundAndCounted() throws InterruptedException {
        router.collect(router.wan);
        router.loop.onLoop(router.wan::deafen);
        router.modem.send(data(4));
        assertThat(next(router.bulk)).isEqualTo(Frames.hex(data(4)));
        assertThat(router.counter(router.wan, "missed-wakeups")).isEqualTo(1);
    }

    @Test
    void anIncidentInAReceiverDoesNotStopTheLoop() throws InterruptedException {
        router.wan.receivers(
                (at, length) -> {
                    throw new IllegalStateException("meant by the test");
                },
                (at, length) -> router.bulk.add("" + length));
        router.modem.send(lcp(1));
        router.modem.send(data(1));
        assertThat(next(router.bulk)).isNotEmpty();
    }

    @Test
    void aQueueWithAnotherOwnerIsAskedForAgain() {
        router.network.join("router", "busy0", "host", "busy1", "");
        router.network.ip("router", "link set busy0 up");
        FrameMemory memory = FrameMemory.allocate(64 * FramePool.CHUNK_BYTES);
        XdpSocket.RingSizes sizes = new XdpSocket.RingSizes(RING, 0, RING, RING);
        XdpSocket owner =
                router.network.in(
                        "router",
                        () -> {
                            XdpSocket made = XdpSocket.open(memory, FramePool.CHUNK_BYTES, sizes);
                            made.bind(Interfaces.index("busy0"), 0);
                            return made;
                        });
        XdpPort port =
                router.loop.openPort(
                        PortSettings.lan(
                                "lan2", "busy0", RouterFixture.LAN_ADDRESS, InputMap.none()));
        await(() -> router.counter(port, "bind-retries") > 2);
        assertThat(port.isUp()).isFalse();
        owner.close();
        await(port::isUp);
        assertThat(memory.bytes()).isPositive();
    }

    @Test
    void everyQueueIsServed() throws InterruptedException {
        router.network.join("router", "many0", "host", "many1", "numrxqueues 4 numtxqueues 4");
        router.network.ip("router", "link set many0 address " + new MacAddress(LAN_MAC));
        router.network.run("router", "ethtool -L many0 rx 4 tx 4");
        XdpPort many =
                router.loop.openPort(
                        PortSettings.lan(
                                "lan2", "many0", RouterFixture.LAN_ADDRESS, InputMap.none()));
        await(many::isUp);
        PortStatus status =
                router.loop.status().ports().stream()
                        .filter(port -> port.role().equals("lan2"))
                        .findFirst()
                        .orElseThrow();
        assertThat(status.queues()).isEqualTo(4);
        router.collect(many);
        byte[] frame =
                Frames.ethernet(
                        LAN_MAC, HOST_MAC, 0x0800, Frames.ipv4(17, 1, 2, 0, Frames.udp(1, 2, 0)));
        try (PacketSocket socket = router.network.packetSocket("host", "many1")) {
            socket.send(frame);
        }
        assertThat(next(router.bulk)).isEqualTo(Frames.hex(frame));
    }
}
