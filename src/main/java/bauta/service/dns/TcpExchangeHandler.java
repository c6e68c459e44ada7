package bauta.service.dns;

import bauta.service.SocketsHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One query by TCP (RFC 7766): a connection of its own, closed after the answer. */
final class TcpExchangeHandler extends ByteToMessageDecoder implements Exchange {
    private final SocketsHandler sockets;
    private final byte[] query;
    private final Listener listener;
    private @Nullable ChannelFuture connecting;
    private boolean closed;

    private TcpExchangeHandler(SocketsHandler sockets, byte[] query, Listener listener) {
        this.sockets = sockets;
        this.query = query;
        this.listener = listener;
    }

    /**
     * Returns what opens such exchanges.
     *
     * @param sockets where the sockets live
     * @param timeout how long a server may take to accept the connection
     */
    static Opener opener(SocketsHandler sockets, Duration timeout) {
        return (UpstreamServer server, byte[] query, Listener listener) -> {
            TcpExchangeHandler exchange = new TcpExchangeHandler(sockets, query, listener);
            exchange.connect(server, timeout);
            return exchange;
        };
    }

    private void connect(UpstreamServer server, Duration timeout) {
        ChannelFuture future =
                sockets.connectTcp(server.socketAddress(), (int) timeout.toMillis(), this);
        connecting = future;
        future.addListener(connected -> {
            if (!connected.isSuccess()) {
                failSoon();
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf length = Unpooled.buffer(2).writeShort(query.length);
        context.writeAndFlush(Unpooled.wrappedBuffer(length, Unpooled.wrappedBuffer(query)))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        failSoon();
                    }
                });
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        if (in.readableBytes() < 2 || in.readableBytes() - 2 < in.getUnsignedShort(at)) {
            return;
        }
        ByteBuf message = in.skipBytes(2).readSlice(in.getUnsignedShort(at));
        if (!closed) {
            listener.received(ByteBufUtil.getBytes(message));
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        failSoon();
    }

    private void failSoon() {
        sockets.executor()
                .execute(() -> {
                    if (!closed) {
                        listener.failed("no connection");
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failSoon();
    }

    @Override
    public void close() {
        closed = true;
        if (connecting != null) {
            var _ = connecting.channel().close();
        }
    }
}
