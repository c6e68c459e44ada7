package bauta.control.config;

import java.util.List;

/**
 * A domain whose names are asked of servers of its own.
 *
 * @param domain it and all names below it
 * @param servers whom to ask, the first first
 */
public record DnsDomain(String domain, List<DnsServer> servers) {
    static final Key<String> DOMAIN =
            Key.required("domain", Kinds.DOMAIN, "", "\"office.example\"");
    static final Key<List<DnsServer>> SERVERS =
            Key.required(
                    "servers",
                    new ListKind<>(DnsServer.SHAPE, 1, 4),
                    List.of(),
                    "[{\"address\": \"192.0.2.53\"}]");

    static final Shape<DnsDomain> SHAPE =
            new Shape<>(
                    "dns-domain",
                    List.of(DOMAIN, SERVERS),
                    values -> new DnsDomain(values.get(DOMAIN), values.get(SERVERS)));

    /** Copies the list. */
    public DnsDomain {
        servers = List.copyOf(servers);
    }
}
