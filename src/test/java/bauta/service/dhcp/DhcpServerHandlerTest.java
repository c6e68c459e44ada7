package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.ManualTimers;
import bauta.service.LeaseWriter;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The edge of the server under a client that means harm; the disk is in our hands. */
class DhcpServerHandlerTest {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:0a");
    private static final Ipv4Address ADDRESS = DhcpMachineTest.ip("192.168.87.100");

    private final DhcpSettings settings =
            DhcpMachineTest.settings("192.168.87.100", "192.168.87.103");
    private final ManualTimers timers = new ManualTimers();
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final DhcpServerHandler handler =
            new DhcpServerHandler(
                    settings,
                    new DhcpServerHandler.Edge(
                            frames::add,
                            (_, _, answer) -> answer.accept(Optional.empty()),
                            LeaseListener.NONE,
                            timers,
                            InstantSource.system()),
                    new LeaseTable(settings),
                    text -> new LeaseWriter(timers, Runnable::run, disk::add, _ -> {}, text));
    private final EmbeddedChannel channel = new EmbeddedChannel(handler);

    private void hears(DhcpMachineTest.Client client) {
        ByteBuf payload = Unpooled.buffer();
        client.message().emit(payload);
        channel.writeInbound(
                new DatagramPacket(
                        payload,
                        new InetSocketAddress("192.168.87.1", 67),
                        new InetSocketAddress("192.168.87.20", 68)));
    }

    private void request() {
        hears(DhcpMachineTest.Client.says(DhcpMessage.Type.REQUEST, MAC).wants(ADDRESS));
    }

    private void release() {
        hears(DhcpMachineTest.Client.says(DhcpMessage.Type.RELEASE, MAC).from(ADDRESS));
    }

    @Test
    void aRepeatedRequestIsNotAnsweredBeforeItsLeaseIsOnDisk() {
        request();
        request();
        assertThat(frames).isEmpty();
        disk.remove().run();
        assertThat(frames).hasSize(2);
        request();
        assertThat(frames).hasSize(3);
        assertThat(disk).isEmpty();
    }

    @Test
    void whatFindsNoRoomToWaitIsCountedAndNotAnswered() {
        for (int i = 0; i < 3000; i++) {
            request();
            release();
        }
        assertThat(handler.status().drops())
                .containsEntry(DropReason.DHCP_OVERLOAD, 6000L - LeaseWriter.WAITING_MAX);
        for (int i = 0; i < 10; i++) {
            timers.advance(1_000_000_000L);
            if (!disk.isEmpty()) {
                disk.remove().run();
            }
        }
        assertThat(frames).hasSize(LeaseWriter.WAITING_MAX / 2);
    }

    @Test
    void troubleOfTheSocketIsNotALinePerDatagram() {
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 1000; i++) {
                channel.pipeline().fireExceptionCaught(new IOException("trouble"));
            }
        } finally {
            System.setOut(before);
        }
        assertThat(caught.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("dhcp socket trouble"))
                .hasSize(10);
    }
}
