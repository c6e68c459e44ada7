package bauta.service;

import bauta.engine.Clock;
import bauta.engine.ExecutorTimers;
import bauta.engine.Incidents;
import bauta.engine.Timers;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * One event loop with one thread, and the sockets of a service on it. Listening sockets are bound
 * to their device with SO_BINDTODEVICE: a packet from any other interface never reaches them, and
 * what they send leaves by that interface alone.
 */
public final class SocketsHandler implements AutoCloseable {
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;
    private static final RawUnixChannelOption BIND_TO_DEVICE =
            new RawUnixChannelOption(
                    "SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, ListenAddress.DEVICE_NAME_MAX);

    /** Room for the longest UDP payload: nothing is ever cut off unseen. */
    private static final int MAX_DATAGRAM = 65_535;

    /** Datagrams read by one call, and calls until the loop looks at its other sockets. */
    private static final int BATCH = 32;

    private static final int READS = 4;

    /** What may wait in the kernel while the loop is busy. */
    private static final int BATCH_QUEUE_BYTES = 1 << 20;

    /** Batches come and go: their memory is used again. */
    private static final ByteBufAllocator BATCHES =
            new PooledByteBufAllocator(true, 0, 1, 4096, 8, 256, 16, true);

    private static final int BACKLOG = 128;
    private static final int STOP_SECONDS = 30;
    private static final int ANSWER_SECONDS = 2;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Timers timers;
    private final Set<Channel> listening = ConcurrentHashMap.newKeySet();

    /** Everything open; a loop that is told to end while it is at work forgets to close it. */
    private final ChannelGroup open;

    private SocketsHandler(MultiThreadIoEventLoopGroup group, String threadName) {
        this.group = group;
        this.loop = group.next();
        this.open = new DefaultChannelGroup(threadName, loop, true);
        this.timers =
                new ExecutorTimers(
                        loop, Clock.system(), () -> {}, Incidents.at(threadName + " timer"));
    }

    /**
     * Starts a loop.
     *
     * @param threadName name of its thread, such as {@code dns}
     */
    public static SocketsHandler open(String threadName) {
        return new SocketsHandler(
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory(threadName, true), EpollIoHandler.newFactory()),
                threadName);
    }

    /** Returns what runs tasks on the loop's thread. */
    public Executor executor() {
        return loop;
    }

    /** Returns timers that fire on the loop's thread. */
    public Timers timers() {
        return timers;
    }

    /**
     * Asks something of what lives on the loop. Not from the loop itself.
     *
     * @param question run on the loop's thread
     * @return its answer; nothing when the loop gives none within two seconds, has ended, or the
     *     question throws
     */
    public <T> Optional<T> ask(Supplier<T> question) {
        try {
            return Optional.of(
                    CompletableFuture.supplyAsync(question, loop)
                            .get(ANSWER_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            Logger.debug(e, "a loop does not answer");
        }
        return Optional.empty();
    }

    /**
     * Returns whether the loop answers and everything that was opened to listen still does. Waits
     * for two seconds at most; not from the loop itself.
     */
    public boolean isHealthy() {
        return ask(() -> listening.stream().allMatch(Channel::isOpen)).orElse(false);
    }

    /** Returns whether the caller is the loop's thread. */
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    /**
     * Opens a UDP socket that may send broadcasts.
     *
     * @param where local address and device; the address need not exist yet
     * @param handler gets {@code DatagramPacket}s; must be sharable or used once
     * @return the local address, with the port that the kernel chose
     * @throws IOException when the kernel says no
     */
    public InetSocketAddress listenUdp(ListenAddress where, ChannelHandler handler)
            throws IOException {
        return bindUdp(udp(handler).option(ChannelOption.SO_BROADCAST, true), where);
    }

    /**
     * Opens a UDP socket for many small datagrams: they are read and, when the handler flushes in
     * {@code channelReadComplete}, written many at a time (recvmmsg(2), sendmmsg(2)).
     *
     * @param where local address and device; the address need not exist yet
     * @param longest longer datagrams are cut to this many bytes
     * @param handler gets {@code DatagramPacket}s; must be sharable or used once
     * @return the local address, with the port that the kernel chose
     * @throws IOException when the kernel says no
     */
    public InetSocketAddress listenUdpInBatches(
            ListenAddress where, int longest, ChannelHandler handler) throws IOException {
        RecvByteBufAllocator room =
                new FixedRecvByteBufAllocator(BATCH * longest).maxMessagesPerRead(READS * BATCH);
        return bindUdp(
                udp(handler)
                        .option(ChannelOption.ALLOCATOR, BATCHES)
                        .option(ChannelOption.SO_RCVBUF, BATCH_QUEUE_BYTES)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, room)
                        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, longest),
                where);
    }

    private Bootstrap udp(ChannelHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(EpollDatagramChannel::new)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.IP_FREEBIND, true)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                .handler(handler);
    }

    private InetSocketAddress bindUdp(Bootstrap bootstrap, ListenAddress where) throws IOException {
        where.device().ifPresent(device -> bootstrap.option(BIND_TO_DEVICE, name(device)));
        return bound(bootstrap.bind(where.socketAddress()), where);
    }

    /**
     * Opens a listening TCP socket.
     *
     * @param where local address and device; the address need not exist yet
     * @param handlers makes the handler of each accepted connection
     * @return the local address, with the port that the kernel chose
     * @throws IOException when the kernel says no
     */
    public InetSocketAddress listenTcp(
            ListenAddress where, Supplier<? extends ChannelHandler> handlers) throws IOException {
        return openTcp(where, handlers).address();
    }

    /**
     * A listening socket that can be closed before the loop ends.
     *
     * @param address local address, with the port that the kernel chose
     * @param stop closes it and waits until that is done; connections that it accepted stay
     */
    public record Listening(InetSocketAddress address, Runnable stop) {}

    /**
     * Opens a listening TCP socket that can be closed by itself.
     *
     * @param where local address and device; the address need not exist yet
     * @param handlers makes the handler of each accepted connection
     * @throws IOException when the kernel says no
     */
    public Listening openTcp(ListenAddress where, Supplier<? extends ChannelHandler> handlers)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop)
                        .channelFactory(EpollServerSocketChannel::new)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(EpollChannelOption.IP_FREEBIND, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(children(handlers));
        where.device().ifPresent(device -> bootstrap.option(BIND_TO_DEVICE, name(device)));
        ChannelFuture future = bootstrap.bind(where.socketAddress());
        return new Listening(bound(future, where), () -> stop(future.channel()));
    }

    /**
     * Opens a listening Unix socket.
     *
     * @param socket its path, at which nothing is
     * @param handlers makes the handler of each accepted connection
     * @throws IOException when the kernel says no
     */
    public void listenUnix(Path socket, Supplier<? extends ChannelHandler> handlers)
            throws IOException {
        ChannelFuture future =
                new ServerBootstrap()
                        .group(loop)
                        .channelFactory(EpollServerDomainSocketChannel::new)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childHandler(children(handlers))
                        .bind(new DomainSocketAddress(socket.toFile()))
                        .awaitUninterruptibly();
        Throwable cause = future.cause();
        if (cause != null) {
            throw new IOException("cannot listen on " + socket, cause);
        }
        opened(future);
    }

    private void opened(ChannelFuture future) {
        listening.add(future.channel());
        open.add(future.channel());
    }

    private void stop(Channel channel) {
        listening.remove(channel);
        channel.close().awaitUninterruptibly();
    }

    private ChannelHandler children(Supplier<? extends ChannelHandler> handlers) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel child) {
                open.add(child);
                child.pipeline().addLast(handlers.get());
            }
        };
    }

    /**
     * Opens a UDP socket that takes datagrams of one peer only.
     *
     * @param remote the peer
     * @param localPort local port, 0 for any
     * @param handler gets {@code DatagramPacket}s
     * @return completes when the socket is connected
     */
    public ChannelFuture connectUdp(
            InetSocketAddress remote, int localPort, ChannelHandler handler) {
        return noted(
                new Bootstrap()
                        .group(loop)
                        .channelFactory(EpollDatagramChannel::new)
                        .option(ChannelOption.ALLOCATOR, BATCHES)
                        .option(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(MAX_DATAGRAM))
                        .handler(handler)
                        .connect(remote, new InetSocketAddress("0.0.0.0", localPort)));
    }

    /**
     * Opens a TCP connection.
     *
     * @param remote the peer
     * @param timeoutMillis how long to wait for it
     * @param handler gets the bytes
     * @return completes when the connection is established
     */
    public ChannelFuture connectTcp(
            InetSocketAddress remote, int timeoutMillis, ChannelHandler handler) {
        return noted(
                new Bootstrap()
                        .group(loop)
                        .channelFactory(EpollSocketChannel::new)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                        .handler(handler)
                        .connect(remote));
    }

    private ChannelFuture noted(ChannelFuture connecting) {
        open.add(connecting.channel());
        return connecting;
    }

    private InetSocketAddress bound(ChannelFuture future, ListenAddress where) throws IOException {
        future.awaitUninterruptibly();
        Throwable cause = future.cause();
        if (cause != null) {
            throw new IOException("cannot listen on " + where, cause);
        }
        opened(future);
        return (InetSocketAddress) future.channel().localAddress();
    }

    private static ByteBuffer name(String device) {
        ByteBuffer name = ByteBuffer.allocateDirect(ListenAddress.DEVICE_NAME_MAX);
        name.put(device.getBytes(StandardCharsets.US_ASCII));
        return name.rewind();
    }

    /**
     * Closes every socket and then stops the loop; waits until that is done, so that the same ports
     * can be opened anew at once. A loop that is busy for longer than half a minute is left alone.
     */
    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return;
        }
        boolean done = open.close().awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        if (!done
                || !group.terminationFuture()
                        .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS)) {
            Logger.error("a loop does not end, its ports stay taken={}", listening);
        }
    }
}
