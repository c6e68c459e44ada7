package bauta.link;

import bauta.linux.PacketSocket;
import bauta.linux.TestNetwork;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A link loop between two hosts, LAN and WAN, each a packet socket at the far end of a veth pair.
 */
final class RouterFixture implements AutoCloseable {
    static final long LAN_MAC = 0x02_00_00_00_00_01L;
    static final long WAN_MAC = 0x02_00_00_00_00_02L;
    static final long HOST_MAC = 0x02_00_00_00_00_aaL;
    static final long MODEM_MAC = 0x02_00_00_00_00_bbL;
    static final Ipv4Prefix LAN_ADDRESS = Ipv4Prefix.parse("192.168.87.1/24");
    static final InputMap INPUT = InputMap.none().udp(53).udp(67).udp(68).udp(1900).tcp(80).ping();

    final TestNetwork network = new TestNetwork("router", "host", "modem");
    final BlockingQueue<String> control = new LinkedBlockingQueue<>();
    final BlockingQueue<String> bulk = new LinkedBlockingQueue<>();
    final LinkLoop loop;
    final XdpPort lan;
    final XdpPort wan;
    final PacketSocket host;
    final PacketSocket modem;

    RouterFixture(LinkSettings settings) {
        network.join("router", "lan0", "host", "eth0", "");
        network.join("router", "wan0", "modem", "eth0", "");
        network.ip("router", "link set lan0 address " + new MacAddress(LAN_MAC));
        network.ip("router", "link set wan0 address " + new MacAddress(WAN_MAC));
        network.ip("host", "link set eth0 address " + new MacAddress(HOST_MAC));
        network.ip("modem", "link set eth0 address " + new MacAddress(MODEM_MAC));
        loop = network.in("router", () -> LinkLoop.open(settings));
        lan = loop.openPort(PortSettings.lan("lan1", "lan0", LAN_ADDRESS, INPUT));
        wan = loop.openPort(PortSettings.wan("wan", "wan0", 1508));
        host = network.packetSocket("host", "eth0");
        modem = network.packetSocket("modem", "eth0");
        await(() -> lan.isUp() && wan.isUp());
    }

    /** Collects what comes in as hexadecimal text. */
    void collect(XdpPort port) {
        loop.ask(() -> {
            port.receivers(collector(control), collector(bulk));
            return port;
        });
    }

    private FrameReceiver collector(BlockingQueue<String> into) {
        return (at, length) -> {
            into.add(ByteBufUtil.hexDump(loop.pool().memory(), at, length));
            loop.pool().release(at);
        };
    }

    static String next(BlockingQueue<String> queue) throws InterruptedException {
        String frame = queue.poll(3, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came");
        }
        return frame;
    }

    /** Waits for a condition, with a limit. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen in time");
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Receives at a far end until something matches or nothing comes for a while. */
    static List<String> drain(PacketSocket socket, int silenceMillis) {
        List<String> frames = new ArrayList<>();
        byte[] buffer = new byte[2048];
        int length = socket.receive(buffer, silenceMillis);
        while (length >= 0) {
            frames.add(HexFormat.of().formatHex(buffer, 0, length));
            length = socket.receive(buffer, silenceMillis);
        }
        return frames;
    }

    long counter(XdpPort port, String name) {
        PortStatus status =
                loop.status().ports().stream()
                        .filter(candidate -> candidate.role().equals(port.role()))
                        .findFirst()
                        .orElseThrow();
        return status.counters().getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        host.close();
        modem.close();
        loop.close();
        network.close();
    }
}
