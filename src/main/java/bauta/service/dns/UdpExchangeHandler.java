package bauta.service.dns;

import bauta.service.SocketsHandler;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One query by UDP: a socket of its own on a random port, connected, so that the kernel takes
 * datagrams of this server's address and port only and reports when nobody listens there.
 */
final class UdpExchangeHandler extends SimpleChannelInboundHandler<DatagramPacket>
        implements Exchange {
    /** Random ports tried before the kernel is asked to choose one. */
    private static final int PORT_TRIES = 4;

    private final SocketsHandler sockets;
    private final InetSocketAddress server;
    private final byte[] query;
    private final Listener listener;
    private final IntSupplier ports;
    private @Nullable ChannelFuture connecting;
    private boolean closed;

    private UdpExchangeHandler(
            SocketsHandler sockets,
            InetSocketAddress server,
            byte[] query,
            Listener listener,
            IntSupplier ports) {
        this.sockets = sockets;
        this.server = server;
        this.query = query;
        this.listener = listener;
        this.ports = ports;
    }

    /**
     * Returns what opens such exchanges.
     *
     * @param sockets where the sockets live
     * @param ports random local ports that nobody can foresee
     */
    static Opener opener(SocketsHandler sockets, IntSupplier ports) {
        return (UpstreamServer server, byte[] query, Listener listener) -> {
            UdpExchangeHandler exchange =
                    new UdpExchangeHandler(sockets, server.socketAddress(), query, listener, ports);
            exchange.connect(0);
            return exchange;
        };
    }

    @Override
    public boolean isSharable() {
        return true; // each further port gets a fresh channel for the same exchange
    }

    private void connect(int tries) {
        int port = tries < PORT_TRIES ? ports.getAsInt() : 0;
        ChannelFuture future = sockets.connectUdp(server, port, this);
        connecting = future;
        future.addListener(_ -> connected(future, tries));
    }

    private void connected(ChannelFuture future, int tries) {
        if (closed) {
            var _ = future.channel().close();
        } else if (future.isSuccess()) {
            future.channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(query))
                    .addListener(sent -> {
                        if (!sent.isSuccess()) {
                            failSoon("cannot be sent to");
                        }
                    });
        } else if (tries < PORT_TRIES) {
            connect(tries + 1);
        } else {
            failSoon("cannot be reached");
        }
    }

    private void failSoon(String trouble) {
        sockets.executor()
                .execute(() -> {
                    if (!closed) {
                        listener.failed(trouble);
                    }
                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        if (!closed) {
            listener.received(ByteBufUtil.getBytes(packet.content()));
        }
    }

    /** Mostly ICMP port or network unreachable, which a connected socket reports. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failSoon("cannot be reached");
    }

    @Override
    public void close() {
        closed = true;
        if (connecting != null) {
            var _ = connecting.channel().close();
        }
    }
}
