package bauta.control.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The DNS forwarder.
 *
 * @param upstreams whom to ask; none means the servers of the provider
 * @param domains domains that are asked of servers of their own
 * @param cacheSize the most names kept; 0 keeps none
 * @param serveStale how long an expired answer may stand in while no server answers (RFC 8767);
 *     empty for never
 * @param rebindProtection protection from names that lead inside
 * @param names names that are answered here
 */
public record Dns(
        List<DnsServer> upstreams,
        List<DnsDomain> domains,
        int cacheSize,
        Optional<Duration> serveStale,
        RebindProtection rebindProtection,
        List<StaticName> names) {
    static final Dns STANDARD =
            new Dns(
                    List.of(),
                    List.of(),
                    10_000,
                    Optional.empty(),
                    RebindProtection.STANDARD,
                    List.of());

    static final Key<List<DnsServer>> UPSTREAMS =
            Key.optional(
                    "upstreams",
                    new ListKind<>(DnsServer.SHAPE, 0, 8),
                    List.of(),
                    "[{\"address\": \"192.0.2.53\"}]");
    static final Key<List<DnsDomain>> DOMAINS =
            Key.optional(
                    "domains",
                    new ListKind<>(DnsDomain.SHAPE, 0, 64),
                    List.of(),
                    "[{\"domain\": \"office.example\", \"servers\": [{\"address\":"
                            + " \"192.0.2.53\"}]}]");
    static final Key<Integer> CACHE_SIZE =
            Key.optional("cache-size", Kinds.number(0, 100_000), STANDARD.cacheSize(), "10000");
    static final Key<Duration> SERVE_STALE =
            Key.optional("serve-stale", Kinds.durationOrOff("1m", "7d"), Duration.ZERO, "\"1d\"");
    static final Key<RebindProtection> REBIND_PROTECTION =
            Key.optional(
                    "rebind-protection",
                    RebindProtection.SHAPE,
                    RebindProtection.STANDARD,
                    "{\"allow\": [\"office.example\"]}");
    static final Key<List<StaticName>> NAMES =
            Key.optional(
                    "names",
                    new ListKind<>(StaticName.SHAPE, 0, 1_000),
                    List.of(),
                    "[{\"name\": \"nas\", \"address\": \"192.168.87.5\"}]");

    static final Shape<Dns> SHAPE =
            new Shape<>(
                    "forwarder",
                    List.of(UPSTREAMS, DOMAINS, CACHE_SIZE, SERVE_STALE, REBIND_PROTECTION, NAMES),
                    Dns::of);

    /** Copies the lists. */
    public Dns {
        upstreams = List.copyOf(upstreams);
        domains = List.copyOf(domains);
        names = List.copyOf(names);
    }

    private static Dns of(Values values) {
        return new Dns(
                values.get(UPSTREAMS),
                values.get(DOMAINS),
                values.get(CACHE_SIZE),
                values.find(SERVE_STALE).filter(time -> !time.isZero()),
                values.get(REBIND_PROTECTION),
                values.get(NAMES));
    }
}
