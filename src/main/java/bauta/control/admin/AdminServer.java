package bauta.control.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves the status over HTTP on a Unix socket that only the box's own user can open. Runs on the
 * admin loop, a thread of its own.
 */
public final class AdminServer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 16 * 1024;
    private static final int READ_TIMEOUT_SECONDS = 10;
    private static final int BACKLOG = 16;

    private final EventLoopGroup loop;
    private final Channel listener;
    private final Path socket;

    private AdminServer(EventLoopGroup loop, Channel listener, Path socket) {
        this.loop = loop;
        this.listener = listener;
        this.socket = socket;
    }

    /**
     * Starts listening.
     *
     * @param socket path of the Unix socket; a left-over of an earlier run is replaced
     * @param status gathers the status document; called on the admin loop, may answer from any
     *     thread
     * @throws IOException when the socket cannot be made
     */
    public static AdminServer open(Path socket, Supplier<CompletionStage<StatusDocument>> status)
            throws IOException {
        Files.deleteIfExists(socket);
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("admin"), EpollIoHandler.newFactory());
        try {
            Channel listener =
                    new ServerBootstrap()
                            .group(loop)
                            .channel(EpollServerDomainSocketChannel.class)
                            .option(ChannelOption.SO_BACKLOG, BACKLOG)
                            .childHandler(new Pipeline(status))
                            .bind(new DomainSocketAddress(socket.toFile()))
                            .syncUninterruptibly()
                            .channel();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return new AdminServer(loop, listener, socket);
        } catch (IOException | RuntimeException e) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        Files.deleteIfExists(socket);
    }

    /** HTTP/1.1 with bounded requests and a time limit on silent clients. */
    private static final class Pipeline extends ChannelInitializer<Channel> {
        private final Supplier<CompletionStage<StatusDocument>> status;

        Pipeline(Supplier<CompletionStage<StatusDocument>> status) {
            this.status = status;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new ReadTimeoutHandler(READ_TIMEOUT_SECONDS),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_REQUEST_BYTES),
                            new AdminHandler(status));
        }
    }
}
