package bauta.service.dns;

import bauta.wire.Ipv4Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A server that questions are passed to.
 *
 * @param address where it is
 * @param port its port: 53, or 853 with TLS (RFC 7858)
 * @param tls whether it is asked by TLS alone
 * @param tlsName the name that its certificate must carry; none with TLS means encrypted but not
 *     verified (the opportunistic profile of RFC 7858 section 4.1)
 */
public record UpstreamServer(Ipv4Address address, int port, boolean tls, Optional<String> tlsName) {
    /** The port of DNS over TLS. */
    public static final int TLS_PORT = 853;

    /** Refuses ports beyond 16 bits, and a name to verify where there is no certificate. */
    public UpstreamServer {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is outside 1 to 65535");
        }
        if (tlsName.isPresent() && !tls) {
            throw new IllegalArgumentException("a certificate name without TLS");
        }
    }

    /**
     * A server without TLS, as a provider tells them.
     *
     * @param address where it is
     * @param port 53 outside tests
     */
    public static UpstreamServer plain(Ipv4Address address, int port) {
        return new UpstreamServer(address, port, false, Optional.empty());
    }

    /**
     * A server by its address, port and certificate name as a configuration has them: TLS by the
     * port or by the name.
     *
     * @param address where it is
     * @param port 53, 853 or another
     * @param tlsName the name that its certificate must carry
     */
    public static UpstreamServer of(Ipv4Address address, int port, Optional<String> tlsName) {
        return new UpstreamServer(address, port, port == TLS_PORT || tlsName.isPresent(), tlsName);
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address.toInetAddress(), port);
    }

    @Override
    public String toString() {
        return address + ":" + port + (tls ? "/tls" + tlsName.map(n -> "=" + n).orElse("") : "");
    }
}
