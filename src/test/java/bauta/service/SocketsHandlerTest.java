package bauta.service;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SocketsHandlerTest {
    private static final Ipv4Address HOME = new Ipv4Address(0x7f000001);
    private static final int TIMES = 20;

    private static ListenAddress at(int port) {
        return new ListenAddress(HOME, port, Optional.of("lo"));
    }

    private static InetSocketAddress listen(SocketsHandler sockets, int port) throws IOException {
        return sockets.listenTcp(at(port), ChannelInboundHandlerAdapter::new);
    }

    /** Whoever connects is closed from this side, which leaves TIME_WAIT at the listener's port. */
    private static final class Closing extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            var _ = context.close();
        }
    }

    @Test
    void aPortIsFreeAsSoonAsItWasClosed() throws Exception {
        int port = 0;
        for (int i = 0; i < TIMES; i++) {
            try (SocketsHandler sockets = SocketsHandler.open("test")) {
                port = sockets.listenTcp(at(port), Closing::new).getPort();
                try (Socket ended = new Socket(InetAddress.getLoopbackAddress(), port);
                        Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(ended.getInputStream().read()).isEqualTo(-1);
                    assertThat(open.isConnected()).isTrue();
                }
            }
        }
    }

    @Test
    void closingWaitsForALoopThatIsBusy() throws Exception {
        SocketsHandler sockets = SocketsHandler.open("test");
        int port = listen(sockets, 0).getPort();
        var busy = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        sockets.executor()
                .execute(() -> {
                    busy.countDown();
                    awaits(go);
                });
        busy.await();
        Thread closing = Thread.ofPlatform().start(sockets::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            assertThat(closing.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();
        try (ServerSocket next = new ServerSocket()) {
            next.setReuseAddress(false);
            next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(next.isBound()).isTrue();
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListenerThatWasStoppedIsNoTrouble() throws IOException {
        try (SocketsHandler sockets = SocketsHandler.open("test")) {
            SocketsHandler.Listening one =
                    sockets.openTcp(at(0), ChannelInboundHandlerAdapter::new);
            listen(sockets, 0);
            assertThat(sockets.isHealthy()).isTrue();
            one.stop().run();
            assertThat(sockets.isHealthy()).isTrue();
        }
    }

    /** Closes its own socket, as the kernel's refusals may in the end. */
    private static final class Dying extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().execute(context::close);
        }
    }

    @Test
    void aListenerThatDiedIsSeen() throws IOException {
        try (SocketsHandler sockets = SocketsHandler.open("test")) {
            listen(sockets, 0);
            assertThat(sockets.isHealthy()).isTrue();
            sockets.listenUdp(at(0), new Dying());
            sockets.ask(() -> true);
            assertThat(sockets.isHealthy()).isFalse();
        }
    }

    @Test
    void aLoopThatEndedAnswersNothing() {
        SocketsHandler sockets = SocketsHandler.open("test");
        assertThat(sockets.ask(() -> 7)).contains(7);
        assertThat(sockets.ask(() -> failing())).isEmpty();
        assertThat(sockets.isHealthy()).isTrue();
        sockets.close();
        assertThat(sockets.ask(() -> 7)).isEmpty();
        assertThat(sockets.isHealthy()).isFalse();
    }

    private static int failing() {
        throw new IllegalStateException("a mistake");
    }
}
