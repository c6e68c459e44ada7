package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.List;

/**
 * A range of addresses, both ends included.
 *
 * @param start the first
 * @param end the last
 */
public record DhcpPool(Ipv4Address start, Ipv4Address end) {
    static final Key<Ipv4Address> START =
            Key.required("start", Kinds.HOST, Ipv4Address.ANY, "\"192.168.87.100\"");
    static final Key<Ipv4Address> END =
            Key.required("end", Kinds.HOST, Ipv4Address.ANY, "\"192.168.87.199\"");

    static final Shape<DhcpPool> SHAPE =
            new Shape<>(
                    "pool",
                    List.of(START, END),
                    values -> new DhcpPool(values.get(START), values.get(END)));

    /**
     * Returns the pool of a network that names none: .100 to .199 of a /24, the same part of
     * others.
     */
    static DhcpPool of(Ipv4Prefix network) {
        int base = network.network().bits();
        int size = -network.mask();
        return new DhcpPool(
                new Ipv4Address(base + (int) (size * 100L / 256)),
                new Ipv4Address(base + (int) (size * 200L / 256) - 1));
    }

    /** Reports what does not fit into a network. */
    void checkIn(Ipv4Prefix network, Site site) {
        Site last = site.child(END.name());
        boolean fits = checkHost(start, network, site.child(START.name()));
        fits &= checkHost(end, network, last);
        if (end.compareTo(start) < 0) {
            last.report(end.toString(), ProblemId.BEFORE.with(start.toString()));
        } else if (fits && holds(network.address())) {
            site.report(start + "-" + end, ProblemId.ROUTER_IN_POOL.with("" + network.address()));
        }
    }

    private static boolean checkHost(Ipv4Address host, Ipv4Prefix network, Site site) {
        Ipv4Prefix plain = new Ipv4Prefix(network.network(), network.length());
        if (!network.contains(host)) {
            site.report(host.toString(), ProblemId.OUTSIDE.with(plain.toString()));
            return false;
        }
        if (host.equals(network.network()) || host.equals(network.broadcast())) {
            site.report(host.toString(), ProblemId.NOT_A_HOST.with(plain.toString()));
            return false;
        }
        return true;
    }

    private boolean holds(Ipv4Address address) {
        return start.compareTo(address) <= 0 && address.compareTo(end) <= 0;
    }
}
