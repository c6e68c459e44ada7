package bauta.link;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which services of the router itself the kernel may see from one interface. Everything else for
 * the router goes through the Java firewall.
 *
 * @param services at most {@link #MAX_SERVICES}
 */
public record InputMap(Set<Service> services) {
    /** The most services that fit. */
    public static final int MAX_SERVICES = 256;

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ECHO_REQUEST = 8;

    /**
     * One service.
     *
     * @param protocol IP protocol number
     * @param port destination port; for ICMP the type
     */
    public record Service(int protocol, int port) implements Comparable<Service> {
        /** Refuses numbers that do not fit their fields. */
        public Service {
            if (protocol >>> 8 != 0 || port >>> 16 != 0) {
                throw new IllegalArgumentException("protocol " + protocol + " port " + port);
            }
        }

        @Override
        public int compareTo(Service other) {
            return Integer.compare(protocol << 16 | port, other.protocol << 16 | other.port);
        }
    }

    /**
     * What the kernel took of a service.
     *
     * @param packets since it was opened
     * @param bytes of these, IP headers included
     */
    public record Taken(long packets, long bytes) {
        /** Nothing. */
        public static final Taken NOTHING = new Taken(0, 0);

        /** Returns both together. */
        public Taken plus(Taken other) {
            return new Taken(packets + other.packets, bytes + other.bytes);
        }
    }

    /** Keeps a copy, and refuses more than fit. */
    public InputMap {
        if (services.size() > MAX_SERVICES) {
            throw new IllegalArgumentException(services.size() + " services");
        }
        services = Set.copyOf(services);
    }

    /** Returns the map that lets nothing through. */
    public static InputMap none() {
        return new InputMap(Set.of());
    }

    /**
     * Returns this map with a UDP service. Ports 67 and 68 let DHCP broadcasts through as well.
     *
     * @param port destination port
     */
    public InputMap udp(int port) {
        return with(new Service(UDP, port));
    }

    /**
     * Returns this map with a TCP service.
     *
     * @param port destination port
     */
    public InputMap tcp(int port) {
        return with(new Service(TCP, port));
    }

    /** Returns this map with ICMP echo requests, which the kernel answers. */
    public InputMap ping() {
        return with(new Service(ICMP, ECHO_REQUEST));
    }

    private InputMap with(Service service) {
        Set<Service> more = new TreeSet<>(services);
        more.add(service);
        return new InputMap(more);
    }
}
