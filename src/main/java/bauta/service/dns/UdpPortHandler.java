package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.engine.Timers;
import bauta.service.SocketsHandler;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One random port towards one server: connected, so that the kernel takes datagrams of this
 * server's address and port only and reports when nobody listens there. Answers are told apart by
 * their ids.
 */
final class UdpPortHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final int FIRST_PORT = 16_384;
    private static final int PORTS = 65_536 - FIRST_PORT;

    /** Random ports tried before the kernel is asked to choose one. */
    private static final int PORT_TRIES = 4;

    /** Messages that answer nothing before the port is given up: somebody is guessing. */
    private static final int STRAYS_MAX = 16;

    private final SocketsHandler sockets;
    private final UpstreamServer server;
    private final UdpPorts.Pool pool;
    private final Map<Integer, Asked> byId = new HashMap<>();
    private final Timers.Timer endOfLife;
    private @Nullable ChannelFuture connecting;
    private int live;
    private int strays;
    private boolean connected;
    private boolean retired;

    UdpPortHandler(SocketsHandler sockets, UpstreamServer server, UdpPorts.Pool pool) {
        this.sockets = sockets;
        this.server = server;
        this.pool = pool;
        this.endOfLife =
                pool.timers().at(pool.timers().nanos() + UdpPorts.LIFE_NANOS, this::retire);
    }

    @Override
    public boolean isSharable() {
        return true; // each further port gets a fresh channel for the same exchanges
    }

    boolean isFree(int id) {
        return !byId.containsKey(id);
    }

    /** Sends a query, at once or when the socket is ready. */
    Exchange ask(byte[] query, Exchange.Listener listener) {
        Asked asked = new Asked(query, listener);
        byId.put(DnsReplies.id(query), asked);
        live++;
        if (connected) {
            send(asked);
        }
        return asked;
    }

    /** Opens the socket. */
    void connect(IntSupplier random) {
        connect(random, 0);
    }

    private void connect(IntSupplier random, int tries) {
        int port = tries < PORT_TRIES ? FIRST_PORT + random.getAsInt() % PORTS : 0;
        ChannelFuture future = sockets.connectUdp(server.socketAddress(), port, this);
        connecting = future;
        future.addListener(_ -> connected(future, random, tries));
    }

    private void connected(ChannelFuture future, IntSupplier random, int tries) {
        if (retired && live == 0) {
            var _ = future.channel().close();
        } else if (future.isSuccess()) {
            connected = true;
            List.copyOf(byId.values()).forEach(this::send);
        } else if (tries < PORT_TRIES) {
            connect(random, tries + 1);
        } else {
            failSoon("cannot be reached");
        }
    }

    private void send(Asked asked) {
        if (connecting != null && !asked.closed) {
            connecting
                    .channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(asked.query))
                    .addListener(sent -> {
                        if (!sent.isSuccess()) {
                            failSoon("cannot be sent to");
                        }
                    });
        }
    }

    /** Tells everybody who waits, never from within a call of theirs. */
    private void failSoon(String trouble) {
        retire();
        sockets.executor().execute(() -> fail(trouble));
    }

    private void fail(String trouble) {
        for (Asked asked : new ArrayList<>(byId.values())) {
            if (!asked.closed) {
                asked.listener.failed(trouble);
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        byte[] message = ByteBufUtil.getBytes(packet.content());
        Asked asked = message.length < 2 ? null : byId.get(DnsReplies.id(message));
        if (asked == null) {
            pool.drops().count(DropReason.DNS_UNEXPECTED_ANSWER);
            if (++strays >= STRAYS_MAX) {
                failSoon("wrong answers");
            }
        } else if (asked.closed) {
            byId.remove(DnsReplies.id(message)); // too late: another server was quicker
        } else {
            asked.listener.received(message);
        }
    }

    /** Mostly ICMP port or network unreachable, which a connected socket reports. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failSoon("cannot be reached");
    }

    /** Takes no more queries; closed when nobody waits. */
    private void retire() {
        if (!retired) {
            retired = true;
            endOfLife.cancel();
            pool.retire(this);
        }
        closeWhenIdle();
    }

    private void closeWhenIdle() {
        if (live == 0 && connecting != null && (connected || connecting.isDone())) {
            var _ = connecting.channel().close();
        }
    }

    /** One query that went out from here. */
    private final class Asked implements Exchange {
        private final byte[] query;
        private final Listener listener;
        private boolean closed;

        Asked(byte[] query, Listener listener) {
            this.query = query;
            this.listener = listener;
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            live--;
            if (!retired && pool.isCalm()) {
                retire();
            } else if (retired) {
                closeWhenIdle();
            }
        }
    }
}
