package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.Errors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The native jars of Netty are older than the others. A wrong mix starts and serves, and fails when
 * the first error code is looked up: so an error is provoked here.
 */
class NativeTransportTest {
    @Test
    void theLibraryLoads() {
        assertThat(Epoll.unavailabilityCause()).isNull();
    }

    @Test
    void errorCodesAreKnown() {
        assertThat(Errors.ERRNO_EAGAIN_NEGATIVE).isNegative();
        assertThat(Errors.ERRNO_ENOTCONN_NEGATIVE).isNegative();
    }

    /** 192.0.2.1 is kept for documents (RFC 5737) and is no address of this machine. */
    @Test
    void aNativeErrorHasItsName() {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            ChannelFuture bound =
                    new Bootstrap()
                            .group(group)
                            .channel(EpollDatagramChannel.class)
                            .handler(new ChannelInboundHandlerAdapter())
                            .bind("192.0.2.1", 0)
                            .awaitUninterruptibly();
            assertThat(bound.cause()).hasMessageContaining("Cannot assign requested address");
        } finally {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
