package bauta.control.config;

import bauta.wire.Ipv4Prefix;
import java.util.List;
import java.util.Map;

/**
 * A network of the inside.
 *
 * @param name stable id
 * @param ports the roles it is reached by
 * @param zone how far it is trusted
 * @param address the router's own address in it, with the length of the network part
 * @param domain the domain of its hosts (RFC 8375)
 * @param dhcp the DHCP server on it
 * @param dns name service for it
 */
public record Network(
        String name,
        List<String> ports,
        Zone zone,
        Ipv4Prefix address,
        String domain,
        LanDhcp dhcp,
        LanDns dns) {
    private static final Ipv4Prefix HOME = Ipv4Prefix.parse("192.168.87.1/24");

    static final Key<String> NAME = Key.optional("name", Kinds.NAME, "lan", "\"home\"");
    static final Key<List<String>> PORTS =
            Key.optional("ports", new ListKind<>(Kinds.ROLE, 1, 1), List.of("lan1"), "[\"lan1\"]");
    static final Key<Zone> ZONE =
            Key.optional(
                    "zone",
                    Kinds.choice(Map.of("lan", Zone.LAN, "guest", Zone.GUEST)),
                    Zone.LAN,
                    "\"guest\"");
    static final Key<Ipv4Prefix> ADDRESS =
            Key.optional("address", Kinds.INTERFACE, HOME, "\"192.168.87.1/24\"");
    static final Key<String> DOMAIN =
            Key.optional("domain", Kinds.DOMAIN, "home.arpa", "\"home.arpa\"");
    static final Key<LanDhcp.Given> DHCP =
            Key.optional("dhcp", LanDhcp.SHAPE, LanDhcp.Given.STANDARD, "{\"enabled\": true}");
    static final Key<LanDns> DNS =
            Key.optional("dns", LanDns.SHAPE, LanDns.STANDARD, "{\"enabled\": true}");

    static final Shape<Network> SHAPE =
            new Shape<>(
                    "network",
                    List.of(NAME, PORTS, ZONE, ADDRESS, DOMAIN, DHCP, DNS),
                    Network::check,
                    Network::of);

    /** Copies the list. */
    public Network {
        ports = List.copyOf(ports);
    }

    /** The network of a box that nobody has set up. */
    static Network standard() {
        return new Network(
                "lan",
                List.of("lan1"),
                Zone.LAN,
                HOME,
                "home.arpa",
                LanDhcp.Given.STANDARD.in(HOME),
                LanDns.STANDARD);
    }

    private static Network of(Values values) {
        Ipv4Prefix address = values.get(ADDRESS);
        return new Network(
                values.get(NAME),
                values.get(PORTS),
                values.get(ZONE),
                address,
                values.get(DOMAIN),
                values.get(DHCP).in(address),
                values.get(DNS));
    }

    private static void check(Values values) {
        Site pool = values.site(DHCP).child("pool");
        if (pool.clean()) {
            values.get(DHCP).pool().ifPresent(p -> checkPool(p, pool, values));
        }
        if (values.site(ADDRESS).clean()) {
            LanDhcp.checkIn(values.get(ADDRESS), values.get(DHCP), values, values.site(DHCP));
        }
    }

    /** A bad address of the network says nothing about the order of the pool. */
    private static void checkPool(DhcpPool pool, Site site, Values values) {
        if (values.site(ADDRESS).clean()) {
            pool.checkIn(values.get(ADDRESS), site);
        }
        pool.checkOrder(site);
    }
}
