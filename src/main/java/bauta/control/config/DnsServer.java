package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;

/**
 * A name server that the forwarder asks.
 *
 * @param address where it is
 * @param port UDP and TCP port, or the TCP port of DNS over TLS
 * @param tlsName the name in its certificate; given, it is asked over TLS alone (RFC 7858)
 */
public record DnsServer(Ipv4Address address, int port, Optional<String> tlsName) {
    private static final int PLAIN_PORT = 53;
    private static final int TLS_PORT = 853;

    static final Key<Ipv4Address> ADDRESS =
            Key.required("address", Kinds.HOST, Ipv4Address.ANY, "\"192.0.2.53\"");
    static final Key<Integer> PORT = Key.derived("port", Kinds.number(1, 65_535), "853");
    static final Key<String> TLS_NAME =
            Key.derived("tls-name", Kinds.DOMAIN, "\"dns.example.net\"");

    static final Shape<DnsServer> SHAPE =
            new Shape<>("dns-server", List.of(ADDRESS, PORT, TLS_NAME), DnsServer::of);

    private static DnsServer of(Values values) {
        Optional<String> tlsName = values.find(TLS_NAME);
        int standard = tlsName.isPresent() ? TLS_PORT : PLAIN_PORT;
        return new DnsServer(values.get(ADDRESS), values.find(PORT).orElse(standard), tlsName);
    }
}
