package bauta.nat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The ports of one external address and protocol, and who has them. They are <em>short</em> from
 * three quarters of the budget on until less than half is used again. While they are short a host
 * may have no more than its share, which leaves room for a host that comes new; and TCP saves ports
 * by sharing.
 */
final class PortBudget {
    private static final int BUSIEST = 8;

    private final Ipv4Address address;
    private final int protocol;
    private final PortAllocator ports;
    private final HostPorts hosts = new HostPorts();
    private NatBehaviour behaviour;
    private boolean shortOfPorts;
    private int shared;
    private long refused;

    /**
     * Makes a budget of which nothing is used.
     *
     * @param address the external address, for the log
     * @param protocol protocol number
     * @param behaviour sizes
     * @param seed of port searches
     */
    PortBudget(Ipv4Address address, int protocol, NatBehaviour behaviour, long seed) {
        this.address = address;
        this.protocol = protocol;
        this.behaviour = behaviour;
        this.ports = new PortAllocator(protocol, seed);
    }

    int protocol() {
        return protocol;
    }

    PortAllocator ports() {
        return ports;
    }

    /** Changes the sizes; what is used stays. */
    void behaviour(NatBehaviour now) {
        behaviour = now;
        measure();
    }

    /** Returns whether TCP is to share ports. */
    boolean isShort() {
        return shortOfPorts;
    }

    /**
     * Returns why a host would get no port: {@code NONE} when it would.
     *
     * @param host its internal address
     */
    DropReason wouldRefuse(int host) {
        if (shortOfPorts && hosts.count(host) >= hostLimit(host)) {
            return DropReason.NAT_HOST_BUDGET;
        }
        return ports.used() < behaviour.portBudget() && ports.hasPort()
                ? DropReason.NONE
                : DropReason.NAT_NO_PORT;
    }

    private int hostLimit(int host) {
        return share(hosts.hosts() + (hosts.count(host) == 0 ? 1 : 0));
    }

    /** The share leaves room for one host more, so that one that comes new finds ports. */
    private int share(int known) {
        return behaviour.hostPorts() > 0
                ? behaviour.hostPorts()
                : Math.max(1, behaviour.portBudget() / (known + 1));
    }

    /**
     * Takes a port for a host for which {@link #wouldRefuse} said {@code NONE}; if there is another
     * one, none that has a flow to the same destination.
     *
     * @param host its internal address
     * @param wanted the internal port
     * @param taken tells which ports have such a flow; null for none
     * @return the port
     */
    int take(int host, int wanted, @Nullable ReplyTaken taken) {
        int port = ports.take(wanted, behaviour.ports());
        if (port != PortAllocator.NONE && taken != null && taken.isTaken(port)) {
            int other = ports.take(wanted, behaviour.ports());
            if (other != PortAllocator.NONE) {
                ports.release(port);
                port = other;
            }
        }
        if (port != PortAllocator.NONE) {
            hosts.add(host);
            measure();
        }
        return port;
    }

    /**
     * Takes one port and no other: the one that a forward has for the host.
     *
     * @param host its internal address
     * @param port the port
     * @return whether it was free
     */
    boolean takeExactly(int host, int port) {
        boolean got = ports.takeExactly(port);
        if (got) {
            hosts.add(host);
            measure();
        }
        return got;
    }

    /**
     * Takes a port for a lease of a host for which {@link #wouldRefuse} said {@code NONE}.
     *
     * @param host its internal address
     * @param claim which one
     * @return the port, or {@link PortAllocator#NONE}
     */
    int claim(int host, PortClaim claim) {
        int port = ports.claim(claim);
        if (port != PortAllocator.NONE) {
            hosts.add(host);
            measure();
        }
        return port;
    }

    /** Takes a free port for sharing; nobody is charged. */
    void takeShared(int port) {
        boolean got = ports.takeExactly(port);
        assert got : "a shared port that was taken";
        shared++;
        measure();
    }

    void refuse() {
        refused++;
    }

    void release(int host, int port) {
        ports.release(port);
        hosts.remove(host);
        measure();
    }

    void releaseShared(int port) {
        ports.release(port);
        shared--;
        measure();
    }

    private void measure() {
        int used = ports.used();
        int total = behaviour.portBudget();
        if (!shortOfPorts && used * 4L > total * 3L) {
            become(true);
        } else if (shortOfPorts && used * 2L < total) {
            become(false);
        }
    }

    private void become(boolean scarce) {
        shortOfPorts = scarce;
        if (protocol == Ipv4Header.PROTOCOL_TCP) {
            ports.keepBand(scarce);
        }
        Logger.info(
                "{} address={} protocol={} used={} of={} hosts={}",
                scarce ? "ports are short" : "ports suffice again",
                address,
                protocol,
                ports.used(),
                behaviour.portBudget(),
                hosts.hosts());
    }

    PortUse status() {
        return new PortUse(
                protocol,
                ports.used(),
                behaviour.portBudget(),
                shortOfPorts,
                shared,
                shortOfPorts ? share(hosts.hosts()) : behaviour.portBudget(),
                refused,
                hosts.busiest(BUSIEST));
    }
}
