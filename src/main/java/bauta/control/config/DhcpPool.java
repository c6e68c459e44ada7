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
     * others. Where the router's own address lies in it, the longer part beside that.
     */
    static DhcpPool of(Ipv4Prefix network) {
        int base = network.network().bits();
        int size = -network.mask();
        DhcpPool whole =
                new DhcpPool(
                        new Ipv4Address(base + (int) (size * 100L / 256)),
                        new Ipv4Address(base + (int) (size * 200L / 256) - 1));
        return whole.holds(network.address()) ? whole.beside(network.address()) : whole;
    }

    /** Returns the longer part beside an address that it holds; three addresses leave one. */
    private DhcpPool beside(Ipv4Address address) {
        int before = address.bits() - start.bits();
        int after = end.bits() - address.bits();
        return before >= after
                ? new DhcpPool(start, new Ipv4Address(address.bits() - 1))
                : new DhcpPool(new Ipv4Address(address.bits() + 1), end);
    }

    /** Reports what does not fit into a network. */
    void checkIn(Ipv4Prefix network, Site site) {
        boolean fits = checkHost(start, network, site.child(START.name()));
        fits &= checkHost(end, network, site.child(END.name()));
        if (fits && holds(network.address())) {
            site.report(start + "-" + end, ProblemId.ROUTER_IN_POOL.with("" + network.address()));
        }
    }

    /** Reports an end before the start, which no network can make good. */
    void checkOrder(Site site) {
        if (end.compareTo(start) < 0) {
            site.child(END.name()).report(end.toString(), ProblemId.BEFORE.with(start.toString()));
        }
    }

    /** Reports an address that no host of a network can have; returns whether one can. */
    static boolean checkHost(Ipv4Address host, Ipv4Prefix network, Site site) {
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
