package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.service.SocketsHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one server: queries are pipelined, answers told apart by their ids. When the
 * server ends a connection that has served before, what it still owed is asked once more on a fresh
 * one (RFC 7766 section 6.2.4).
 */
final class StreamHandler extends ByteToMessageDecoder {
    /** How long a connection without queries is kept. */
    private static final long PLAIN_IDLE_NANOS = 2_000_000_000L;

    /** A handshake costs more than a connection that waits (RFC 7858 section 3.4). */
    private static final long TLS_IDLE_NANOS = 15_000_000_000L;

    /** Messages that answer nothing before the connection is given up. */
    private static final int STRAYS_MAX = 16;

    private final StreamServers servers;
    private final UpstreamServer server;
    private final Map<Integer, Asked> byId = new LinkedHashMap<>();
    private @Nullable ChannelFuture connecting;
    private @Nullable ChannelHandlerContext context;
    private Timers.Timer idleTimer = () -> {};
    private long lifeNanos;
    private int strays;
    private boolean ready;
    private boolean served;
    private boolean over;

    StreamHandler(StreamServers servers, UpstreamServer server) {
        this.servers = servers;
        this.server = server;
    }

    /** Begins the connection. */
    void connect(SocketsHandler sockets, TlsClientHandler tls, Duration timeout) {
        ChannelFuture future =
                sockets.connectTcp(
                        server.socketAddress(),
                        (int) timeout.toMillis(),
                        tls.before(this, server, timeout));
        connecting = future;
        future.addListener(connected -> {
            if (!connected.isSuccess()) {
                end("no connection");
            }
        });
    }

    boolean isFree(int id) {
        return !over && !byId.containsKey(id);
    }

    /** Sends a query, at once or when the connection is ready. */
    Exchange ask(byte[] query, Exchange.Listener listener) {
        Asked asked = new Asked(query, listener, this);
        take(asked);
        return asked;
    }

    private void take(Asked asked) {
        asked.at = this;
        asked.sentNanos = servers.timers().nanos();
        byId.put(DnsReplies.id(asked.query), asked);
        idleTimer.cancel();
        if (ready) {
            send(asked);
        }
    }

    private void send(Asked asked) {
        if (context != null) {
            ByteBuf framed = context.alloc().buffer(2 + asked.query.length);
            framed.writeShort(asked.query.length).writeBytes(asked.query);
            var _ = context.writeAndFlush(framed);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        if (!server.tls()) {
            begin();
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                begin();
            } else {
                end("TLS: " + reason(handshake.cause()));
            }
        }
        super.userEventTriggered(context, event);
    }

    /** The innermost message says what is wrong with the certificate. */
    private static String reason(Throwable cause) {
        Throwable innermost = cause;
        for (int depth = 0; innermost.getCause() != null && depth < 8; depth++) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }

    private void begin() {
        ready = true;
        List.copyOf(byId.values()).forEach(this::send);
        restWhenIdle();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        if (in.readableBytes() < 2 || in.readableBytes() - 2 < in.getUnsignedShort(at)) {
            return;
        }
        byte[] message = ByteBufUtil.getBytes(in.skipBytes(2).readSlice(in.getUnsignedShort(at)));
        Asked asked = message.length < 2 ? null : byId.remove(DnsReplies.id(message));
        lifeNanos = servers.timers().nanos();
        if (asked == null) {
            servers.drops().count(DropReason.DNS_UNEXPECTED_ANSWER);
            if (++strays >= STRAYS_MAX) {
                end("wrong answers");
            }
        } else {
            served = true;
            asked.received(message);
            restWhenIdle();
        }
    }

    private void restWhenIdle() {
        if (byId.isEmpty()) {
            idleTimer.cancel();
            long idle = server.tls() ? TLS_IDLE_NANOS : PLAIN_IDLE_NANOS;
            idleTimer = servers.timers().at(servers.timers().nanos() + idle, this::close);
        }
    }

    /** A query that nobody waits for any more; silence since it was sent is a bad sign. */
    private void forget(Asked asked) {
        byId.remove(DnsReplies.id(asked.query), asked);
        if (lifeNanos - asked.sentNanos < 0 || lifeNanos == 0) {
            over = true;
            servers.gone(server, this);
        }
        if (byId.isEmpty() && over) {
            close();
        } else {
            restWhenIdle();
        }
    }

    private void close() {
        over = true;
        idleTimer.cancel();
        servers.gone(server, this);
        if (connecting != null) {
            var _ = connecting.channel().close();
        }
    }

    /** Ends the connection and what waits for it, never from within a call of theirs. */
    private void end(String trouble) {
        close();
        List<Asked> owed = new ArrayList<>(byId.values());
        byId.clear();
        for (Asked asked : owed) {
            boolean again = served && !asked.moved;
            servers.later(() -> asked.lost(again, trouble));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        end("connection closed");
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(cause instanceof IOException ? "connection lost" : reason(cause));
    }

    /** One query. */
    private static final class Asked implements Exchange {
        private final byte[] query;
        private final Listener listener;
        private StreamHandler at;
        private long sentNanos;
        private boolean moved;
        private boolean closed;

        Asked(byte[] query, Listener listener, StreamHandler at) {
            this.query = query;
            this.listener = listener;
            this.at = at;
        }

        void received(byte[] message) {
            if (!closed) {
                listener.received(message);
            }
        }

        void lost(boolean again, String trouble) {
            if (closed) {
                return;
            }
            if (again) {
                moved = true;
                at.servers.fresh(at.server).take(this);
            } else {
                listener.failed(trouble);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                at.forget(this);
            }
        }
    }
}
