package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.DnsHeader;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One client's TCP connection (RFC 7766): messages framed by a 16-bit length, pipelined, answered
 * in the order in which answers come. Only whole messages count as life, so a client that trickles
 * bytes is idle. A client that does not read its answers is closed.
 */
final class TcpClientHandler extends ByteToMessageDecoder implements TcpConnections.Connection {
    /** Queries in flight on one connection; further ones wait undecoded. */
    private static final int PENDING_MAX = 32;

    /**
     * Bytes that may wait undecoded. Reading goes on meanwhile: switching it off and on again after
     * the client has closed its side makes the epoll registration fail.
     */
    private static final int WAITING_MAX_BYTES = 32_768;

    private final Server server;
    private Ipv4Address address = Ipv4Address.ANY;
    private @Nullable ChannelHandlerContext context;
    private int pending;
    private boolean paused;
    private boolean inputClosed;
    private long lifeNanos;
    private Timers.Timer idleTimer = () -> {};

    /** What all connections share. */
    record Server(
            QueryIntake intake,
            TcpConnections connections,
            List<Ipv4Prefix> clients,
            Timers timers,
            long idleNanos) {}

    private TcpClientHandler(Server server) {
        this.server = server;
    }

    /** Opens the listening socket and returns its local address. */
    static InetSocketAddress listen(SocketsHandler sockets, ListenAddress where, Server server)
            throws IOException {
        return sockets.listenTcp(where, () -> new TcpClientHandler(server));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        Channel channel = context.channel();
        if (channel.remoteAddress() instanceof InetSocketAddress remote
                && remote.getAddress() instanceof Inet4Address inet) {
            address = Ipv4Address.of(inet);
        }
        if (server.clients().stream().noneMatch(prefix -> prefix.contains(address))) {
            server.intake().drops().count(DropReason.DNS_NOT_SERVED);
            var _ = context.close();
            return;
        }
        server.connections().opened(this);
        alive();
        armIdleTimer();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        if (in.readableBytes() >= 2 && in.getUnsignedShort(at) > Question.MAX) {
            server.intake().drops().count(DropReason.DNS_TOO_LONG);
            in.skipBytes(in.readableBytes());
            var _ = context.close();
            return;
        }
        boolean whole =
                in.readableBytes() >= 2 && in.readableBytes() - 2 >= in.getUnsignedShort(at);
        if (!whole || !context.channel().isOpen()) {
            return;
        }
        if (pending >= PENDING_MAX) {
            paused = true;
            if (in.readableBytes() > WAITING_MAX_BYTES) {
                evict();
            }
            return;
        }
        ByteBuf message = in.skipBytes(2).readSlice(in.getUnsignedShort(at));
        alive();
        if (message.readableBytes() < DnsHeader.LENGTH) {
            server.intake().drops().count(DropReason.DNS_TRUNCATED);
            var _ = context.close();
            return;
        }
        pending++;
        server.intake().query(new Client(), message);
    }

    /** The way back for one message; each is its own client, so nothing counts as repeated. */
    private final class Client implements DnsClient {
        @Override
        public Ipv4Address address() {
            return address;
        }

        @Override
        public Transport transport() {
            return Transport.TCP;
        }

        @Override
        public void reply(byte[] octets, int length) {
            pending--;
            answered(octets, length);
        }
    }

    private void answered(byte[] octets, int length) {
        if (context == null || !context.channel().isActive()) {
            return;
        }
        if (!context.channel().isWritable()) {
            evict();
            return;
        }
        alive();
        ByteBuf framed = context.alloc().buffer(2 + length);
        framed.writeShort(length).writeBytes(octets, 0, length);
        var _ = context.writeAndFlush(framed);
        if (paused) {
            context.channel().eventLoop().execute(this::resume);
        } else {
            closeWhenDone(context);
        }
    }

    /** Goes on with what has been received already. */
    private void resume() {
        if (context == null || pending >= PENDING_MAX || !context.channel().isActive()) {
            return;
        }
        paused = false;
        context.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER);
        closeWhenDone(context);
    }

    private void closeWhenDone(ChannelHandlerContext context) {
        if (inputClosed && pending == 0 && !paused) {
            var _ =
                    context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                            .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /**
     * The client has sent all it wants to; it still gets its answers. The decoder is not told: it
     * would throw away what is not decoded yet.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            closeWhenDone(context);
        }
        context.fireUserEventTriggered(event);
    }

    private void alive() {
        lifeNanos = server.timers().nanos();
        server.connections().used(this);
    }

    private void armIdleTimer() {
        idleTimer = server.timers().at(lifeNanos + server.idleNanos(), this::idle);
    }

    private void idle() {
        boolean silent = server.timers().nanos() - lifeNanos >= server.idleNanos();
        if (silent && pending == 0) {
            evict();
            return;
        }
        if (silent) {
            lifeNanos = server.timers().nanos();
        }
        armIdleTimer();
    }

    @Override
    public Ipv4Address address() {
        return address;
    }

    @Override
    public void evict() {
        server.intake().drops().count(DropReason.DNS_CONNECTION_CLOSED);
        if (context != null) {
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        idleTimer.cancel();
        server.connections().closed(this);
        super.channelInactive(context);
    }

    /** Resets are everyday life on TCP; anything else is our own mistake. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            Logger.error(cause, "dns connection failed client={}", address);
        }
        var _ = context.close();
    }
}
