package bauta.service.dns;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the handlers that encrypt connections, and knows how servers prove who they are (RFC 7858
 * section 4): one with a name must show a certificate for it that a trusted authority signed, or it
 * is not asked at all; one without a name may be anybody.
 */
final class TlsClientHandler {
    private final @Nullable SslContext strict;
    private final @Nullable SslContext opportunistic;

    /**
     * Prepares what the servers need; without TLS servers nothing is loaded.
     *
     * @param settings whom to ask
     * @throws IOException when certificates cannot be read
     */
    TlsClientHandler(DnsSettings.Forwarding settings) throws IOException {
        List<UpstreamServer> encrypted =
                Stream.concat(
                                settings.servers().stream(),
                                settings.domains().stream().flatMap(d -> d.servers().stream()))
                        .filter(UpstreamServer::tls)
                        .toList();
        boolean named = encrypted.stream().anyMatch(server -> server.tlsName().isPresent());
        boolean unnamed = encrypted.stream().anyMatch(server -> server.tlsName().isEmpty());
        this.strict = named ? strict(settings.trust()) : null;
        this.opportunistic = unnamed ? opportunistic() : null;
    }

    private static SslContext strict(Optional<Path> trust) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            trust.ifPresent(file -> builder.trustManager(file.toFile()));
        } catch (IllegalArgumentException e) {
            throw new IOException("no certificates in " + trust.get(), e);
        }
        return builder.endpointIdentificationAlgorithm("HTTPS").build();
    }

    private static SslContext opportunistic() throws IOException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /** Returns a handler that puts encryption before another one, when the server wants it. */
    ChannelHandler before(ChannelHandler next, UpstreamServer server, Duration timeout) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                if (server.tls()) {
                    channel.pipeline().addLast(handler(server, channel.alloc(), timeout));
                }
                channel.pipeline().addLast(next);
            }
        };
    }

    private SslHandler handler(
            UpstreamServer server, ByteBufAllocator allocator, Duration timeout) {
        SslContext context = server.tlsName().isPresent() ? strict : opportunistic;
        if (context == null) {
            throw new IllegalStateException("not prepared for " + server);
        }
        SslHandler handler =
                context.newHandler(
                        allocator,
                        server.tlsName().orElse(server.address().toString()),
                        server.port());
        handler.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }
}
