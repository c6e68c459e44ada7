package bauta.control.admin;

import bauta.control.admin.Approach.Door;
import bauta.wire.Ipv4Address;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.tinylog.Logger;

/**
 * Builds the pipeline of each connection that comes in: TLS where the door has it, HTTP/1.1 with
 * bounded lines, headers and bodies, patience with a limit, and {@link AdminHandler}. Who is not of
 * the house is not let in.
 */
final class DoorHandler extends ChannelInitializer<Channel> {
    static final int MAX_LINE_BYTES = 4096;
    static final int MAX_HEADERS_BYTES = 8192;
    private static final int CHUNK_BYTES = 8192;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final int TLS_SESSIONS = 64;
    private static final int TLS_SESSION_SECONDS = 3600;

    private final Inside inside;
    private final Door door;
    private final Supplier<Optional<Tls>> tls;

    /**
     * Makes the door.
     *
     * @param inside what requests meet
     * @param door which one
     * @param tls what to speak TLS with; empty while there is nothing
     */
    DoorHandler(Inside inside, Door door, Supplier<Optional<Tls>> tls) {
        this.inside = inside;
        this.door = door;
        this.tls = tls;
    }

    /** What all connections share. */
    record Inside(Dispatch dispatch, Gate gate, Seats seats, EventStreams streams) {}

    /** A key and certificate, ready for connections. */
    static final class Tls {
        private final SslContext context;

        private Tls(SslContext context) {
            this.context = context;
        }

        /** Prepares TLS 1.3 and 1.2 of the JDK. */
        static Tls of(TlsIdentity identity) throws SSLException {
            return new Tls(
                    SslContextBuilder.forServer(identity.key(), identity.certificate())
                            .sslProvider(SslProvider.JDK)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .sessionCacheSize(TLS_SESSIONS)
                            .sessionTimeout(TLS_SESSION_SECONDS)
                            .build());
        }
    }

    @Override
    protected void initChannel(Channel channel) {
        Approach approach = approach(channel);
        if (!inside.gate().ofTheHouse(approach)) {
            inside.seats().refuse();
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (door == Door.HTTPS && !addTls(channel)) {
            channel.close();
            return;
        }
        PatienceHandler patience = new PatienceHandler();
        pipeline.addLast(patience);
        pipeline.addLast(
                new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE_BYTES)
                                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                                .setMaxChunkSize(CHUNK_BYTES)));
        pipeline.addLast(new BodyHandler());
        pipeline.addLast(new AdminHandler(inside, approach, patience));
    }

    private boolean addTls(Channel channel) {
        Optional<Tls> now = tls.get();
        if (now.isEmpty()) {
            return false;
        }
        SslHandler handler = now.get().context.newHandler(channel.alloc());
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        channel.pipeline().addLast(handler);
        return true;
    }

    private Approach approach(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress client
                        && channel.localAddress() instanceof InetSocketAddress local
                ? new Approach(door, address(client), address(local), local.getPort())
                : Approach.UNIX;
    }

    private static Ipv4Address address(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address four
                ? Ipv4Address.of(four)
                : Ipv4Address.ANY;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Logger.debug(cause, "connection not set up door={}", door);
        context.close();
    }
}
