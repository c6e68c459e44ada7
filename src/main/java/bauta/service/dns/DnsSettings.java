package bauta.service.dns;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the forwarder is to do.
 *
 * @param listens where clients ask, by UDP and by TCP
 * @param clients the prefixes whose hosts are served; others are dropped
 * @param forwarding whom to ask
 * @param caching what to remember
 * @param house what is answered here and never asked
 * @param limits bounds of tables and waits
 */
public record DnsSettings(
        List<ListenAddress> listens,
        List<Ipv4Prefix> clients,
        Forwarding forwarding,
        Caching caching,
        House house,
        Limits limits) {
    /** The port of DNS. */
    public static final int PORT = 53;

    /** Copies the lists. */
    public DnsSettings {
        listens = List.copyOf(listens);
        clients = List.copyOf(clients);
    }

    /**
     * Takes the defaults for everything else.
     *
     * @param listens where clients ask
     * @param clients the prefixes whose hosts are served
     */
    public static DnsSettings of(List<ListenAddress> listens, List<Ipv4Prefix> clients) {
        return new DnsSettings(
                listens,
                clients,
                Forwarding.PROVIDER,
                Caching.DEFAULT,
                House.DEFAULT,
                Limits.DEFAULT);
    }

    /** The same with another choice of servers. */
    public DnsSettings with(Forwarding other) {
        return new DnsSettings(listens, clients, other, caching, house, limits);
    }

    /** The same with another cache. */
    public DnsSettings with(Caching other) {
        return new DnsSettings(listens, clients, forwarding, other, house, limits);
    }

    /** The same with other local answers. */
    public DnsSettings with(House other) {
        return new DnsSettings(listens, clients, forwarding, caching, other, limits);
    }

    /** The same with other bounds. */
    public DnsSettings with(Limits other) {
        return new DnsSettings(listens, clients, forwarding, caching, house, other);
    }

    /**
     * Whom to ask.
     *
     * @param servers in the order of preference; empty means those of the provider
     * @param domains servers for some domains; the longest domain that a name ends with decides
     * @param providerPort port of the provider's servers, 53 outside tests
     * @param trust certificates (PEM) to trust for TLS instead of the system's
     */
    public record Forwarding(
            List<UpstreamServer> servers,
            List<DomainServers> domains,
            int providerPort,
            Optional<Path> trust) {
        /** The provider's servers for everything. */
        public static final Forwarding PROVIDER =
                new Forwarding(List.of(), List.of(), PORT, Optional.empty());

        /** Copies the lists. */
        public Forwarding {
            servers = List.copyOf(servers);
            domains = List.copyOf(domains);
        }
    }

    /**
     * The servers of one domain and everything below it.
     *
     * @param domain for example {@code corp.example}
     * @param servers in the order of preference; none means that its names do not exist
     */
    public record DomainServers(String domain, List<UpstreamServer> servers) {
        /** Copies the list; domains are compared in small letters without a last dot. */
        public DomainServers {
            domain = domainOf(domain);
            servers = List.copyOf(servers);
        }
    }

    /**
     * What to remember.
     *
     * @param names most questions whose answers are kept; 0 switches the cache off
     * @param bytes most bytes of the heap that they may take
     * @param maxTtl longest time that an answer is believed
     * @param maxNegativeTtl longest time that a "there is no such name" is believed (RFC 2308)
     * @param serveStale how long an answer whose time is over may still be given while no server
     *     answers (RFC 8767); empty for never
     */
    public record Caching(
            int names,
            long bytes,
            Duration maxTtl,
            Duration maxNegativeTtl,
            Optional<Duration> serveStale) {
        /** 10,000 names in 14 MB; a day at most, three hours for negative answers. */
        public static final Caching DEFAULT =
                new Caching(
                        10_000,
                        14_000_000,
                        Duration.ofDays(1),
                        Duration.ofHours(3),
                        Optional.empty());

        /**
         * Another size, and stale answers or not.
         *
         * @param names most questions whose answers are kept; 0 switches the cache off
         * @param serveStale as above
         */
        public static Caching of(int names, Optional<Duration> serveStale) {
            return new Caching(
                    names,
                    DEFAULT.bytes * Math.max(1, names / DEFAULT.names),
                    DEFAULT.maxTtl,
                    DEFAULT.maxNegativeTtl,
                    serveStale);
        }
    }

    /**
     * What is answered here.
     *
     * @param domains the domains of the house: unknown names in them do not exist
     * @param rebind whether public names may lead to inside addresses
     * @param captive while the box is not set up, the address that every name leads to
     */
    public record House(List<String> domains, Rebind rebind, Optional<Ipv4Address> captive) {
        /** {@code home.arpa} (RFC 8375), protected. */
        public static final House DEFAULT =
                new House(List.of("home.arpa"), Rebind.PROTECTED, Optional.empty());

        /** Copies the list; domains are compared in small letters without a last dot. */
        public House {
            domains = domains.stream().map(DnsSettings::domainOf).distinct().toList();
        }
    }

    /**
     * Protection against public names that lead to inside addresses (DNS rebinding).
     *
     * @param enabled whether such answers are withheld
     * @param allow domains whose answers pass
     */
    public record Rebind(boolean enabled, List<String> allow) {
        /** Everything is withheld. */
        public static final Rebind PROTECTED = new Rebind(true, List.of());

        /** Copies the list; domains are compared in small letters without a last dot. */
        public Rebind {
            allow = allow.stream().map(DnsSettings::domainOf).distinct().toList();
        }
    }

    /** Brings a domain to the form that is compared. */
    static String domainOf(String domain) {
        String small = domain.toLowerCase(Locale.ROOT);
        return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
    }

    /**
     * Bounds of tables and waits.
     *
     * @param queries most queries in flight
     * @param queriesPerClient most queries in flight of one client
     * @param connections most TCP connections of clients; beyond it the one idle longest goes
     * @param udpTry how long one server may take to answer by UDP before the next is asked
     * @param tcpTry how long one server may take to connect and answer by TCP
     * @param tries how many times a server is asked by UDP for one query, all servers together
     * @param idle how long a TCP client may be silent
     */
    public record Limits(
            int queries,
            int queriesPerClient,
            int connections,
            Duration udpTry,
            Duration tcpTry,
            int tries,
            Duration idle) {
        /** All tries together end within 4 s: stub resolvers give up after 5. */
        public static final Limits DEFAULT =
                new Limits(
                        1024,
                        256,
                        256,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        4,
                        Duration.ofSeconds(10));

        /** Refuses bounds that would let nothing through. */
        public Limits {
            if (queries < 1 || queriesPerClient < 1 || connections < 1 || tries < 1) {
                throw new IllegalArgumentException("a limit below 1");
            }
        }
    }
}
