package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.wire.Ipv4Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sockets of one device: what comes by another one is not theirs, whatever its address. */
@Tag("network")
class SocketsNetworkTest {
    private static final Ipv4Address ADDRESS = Ipv4Address.parse("192.168.87.1");

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private TestNetwork network;
    private EventLoopGroup group;

    @BeforeEach
    void start() {
        network = new TestNetwork("router", "good", "bad");
        network.join("router", "lan0", "good", "eth0", "");
        network.join("router", "wan0", "bad", "eth0", "");
        for (String device : new String[] {"lan0", "wan0"}) {
            network.ip("router", "link set " + device + " up");
        }
        network.ip("router", "address add 192.168.87.1/24 dev lan0");
        network.ip("router", "address add 192.168.88.1/24 dev wan0");
        network.ip("good", "address add 192.168.87.2/24 dev eth0");
        network.ip("bad", "address add 192.168.88.2/24 dev eth0");
        network.ip("bad", "route add 192.168.87.0/24 via 192.168.88.1");
        group =
                network.in(
                        "router",
                        () -> new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()));
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        network.close();
    }

    private void send(String from, String text) {
        network.in(
                from,
                () -> {
                    try (java.net.DatagramSocket socket = new java.net.DatagramSocket()) {
                        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                        socket.send(
                                new java.net.DatagramPacket(
                                        bytes,
                                        bytes.length,
                                        new InetSocketAddress("192.168.87.1", 5353)));
                    }
                    return true;
                });
    }

    @Test
    void aUdpSocketServesItsDeviceOnly() throws Exception {
        int fd = network.in("router", () -> Sockets.udpBoundToDevice("lan0", ADDRESS, 5353));
        Channel channel =
                new Bootstrap()
                        .group(group)
                        .channelFactory(() -> new EpollDatagramChannel(fd))
                        .handler(
                                new SimpleChannelInboundHandler<DatagramPacket>() {
                                    @Override
                                    protected void channelRead0(
                                            ChannelHandlerContext context, DatagramPacket packet) {
                                        received.add(
                                                packet.content().toString(StandardCharsets.UTF_8));
                                        context.writeAndFlush(
                                                new DatagramPacket(
                                                        Unpooled.EMPTY_BUFFER, packet.sender()));
                                    }
                                })
                        .register()
                        .sync()
                        .channel();
        send("bad", "from the wrong side");
        send("good", "from the right side");
        assertThat(received.poll(3, TimeUnit.SECONDS)).isEqualTo("from the right side");
        assertThat(received).isEmpty();
        channel.close().sync();
    }

    @Test
    void aListenerServesItsDeviceOnly() {
        int fd = network.in("router", () -> Sockets.tcpListenerBoundToDevice("lan0", ADDRESS, 80));
        EpollServerSocketChannel channel = new EpollServerSocketChannel(fd);
        assertThat(channel.isOpen()).isTrue();
        assertThat(connects("good")).isTrue();
        assertThat(connects("bad")).isFalse();
        Sockets.close(fd);
    }

    private boolean connects(String from) {
        return network.in(
                from,
                () -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress("192.168.87.1", 80), 1_000);
                        return true;
                    } catch (java.io.IOException e) {
                        return false;
                    }
                });
    }

    @Test
    void takesAnAddressThatDoesNotExistYet() {
        Ipv4Address later = Ipv4Address.parse("192.168.87.99");
        Sockets.close(network.in("router", () -> Sockets.udpBoundToDevice("lan0", later, 53)));
    }

    @Test
    void refusesADeviceThatDoesNotExist() {
        assertThatThrownBy(() ->
                        network.in("router", () -> Sockets.udpBoundToDevice("none0", ADDRESS, 53)))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("none0");
    }
}
