package bauta.service.dns;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;

/**
 * What the forwarder is to do.
 *
 * @param listens where clients ask, by UDP and by TCP
 * @param clients the prefixes whose hosts are served; others are dropped
 * @param upstreamPort port of the provider's servers, 53 outside tests
 * @param limits bounds of tables and waits
 */
public record DnsSettings(
        List<ListenAddress> listens, List<Ipv4Prefix> clients, int upstreamPort, Limits limits) {
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
        return new DnsSettings(listens, clients, PORT, Limits.DEFAULT);
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
