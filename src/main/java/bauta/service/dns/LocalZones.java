package bauta.service.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The domains that are answered here because nobody outside can know them: those of the house (RFC
 * 8375), names for special use (RFC 6761, 6762, 7686, 9462, 9476) and the reverse zones of
 * addresses that every house has (RFC 6303, 7793). A domain for which the configuration names
 * servers is theirs. Immutable.
 */
final class LocalZones {
    /** Never anything but "there is no such name", not even for DNSSEC. */
    private static final List<String> NOWHERE =
            List.of("invalid", "onion", "local", "alt", "internal", "resolver.arpa");

    private static final List<String> REVERSE =
            List.of(
                    "10.in-addr.arpa",
                    "168.192.in-addr.arpa",
                    "0.in-addr.arpa",
                    "127.in-addr.arpa",
                    "254.169.in-addr.arpa",
                    "2.0.192.in-addr.arpa",
                    "100.51.198.in-addr.arpa",
                    "113.0.203.in-addr.arpa",
                    "255.255.255.255.in-addr.arpa",
                    "d.f.ip6.arpa",
                    "8.e.f.ip6.arpa",
                    "9.e.f.ip6.arpa",
                    "a.e.f.ip6.arpa",
                    "b.e.f.ip6.arpa",
                    "8.b.d.0.1.0.0.2.ip6.arpa",
                    "0." + "0.".repeat(31) + "ip6.arpa",
                    "1." + "0.".repeat(31) + "ip6.arpa");

    private final Map<String, Kind> zones = new HashMap<>();

    /** What a zone holds. */
    enum Kind {
        /** The names of the house. */
        HOUSE,
        /** Only the names that the house gives it. */
        EMPTY,
        /** Nothing, and nobody is asked about its security either. */
        NOWHERE,
        /** This very host. */
        LOCALHOST,
        /** Servers of its own. */
        FOREIGN
    }

    /**
     * A zone that is answered here.
     *
     * @param name without a last dot
     * @param kind what it holds
     */
    record Zone(String name, Kind kind) {}

    /**
     * Makes the table.
     *
     * @param house domains of the house
     * @param domains those with servers of their own
     */
    LocalZones(List<String> house, List<DnsSettings.DomainServers> domains) {
        List<String> empty = new ArrayList<>(REVERSE);
        empty.add("test");
        empty.add("home.arpa");
        for (int i = 16; i < 32; i++) {
            empty.add(i + ".172.in-addr.arpa");
        }
        for (int i = 64; i < 128; i++) {
            empty.add(i + ".100.in-addr.arpa");
        }
        empty.forEach(zone -> zones.put(zone, Kind.EMPTY));
        NOWHERE.forEach(zone -> zones.put(zone, Kind.NOWHERE));
        zones.put("localhost", Kind.LOCALHOST);
        house.forEach(zone -> zones.put(zone, Kind.HOUSE));
        for (DnsSettings.DomainServers domain : domains) {
            zones.put(domain.domain(), domain.servers().isEmpty() ? Kind.EMPTY : Kind.FOREIGN);
        }
    }

    /** Returns the zone that a name lies in, when it is answered here. */
    Optional<Zone> of(String name) {
        String zone = name;
        while (true) {
            Kind kind = zones.get(zone);
            if (kind != null) {
                return kind == Kind.FOREIGN ? Optional.empty() : Optional.of(new Zone(zone, kind));
            }
            int dot = zone.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            zone = zone.substring(dot + 1);
        }
    }
}
