package bauta.nat;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * The ports of an external address and protocol at a moment.
 *
 * @param protocol protocol number; ICMP stands for echo identifiers
 * @param used ports taken
 * @param total the budget
 * @param shortOfPorts whether more than three quarters were taken, and not yet less than half again
 * @param sharedPorts for TCP: how many ports are shared by flows to different destinations
 * @param hostLimit ports that one host may have at the moment
 * @param refused how often a host had to go without a port
 * @param busiest the hosts with the most ports, most first
 */
public record PortUse(
        int protocol,
        int used,
        int total,
        boolean shortOfPorts,
        int sharedPorts,
        int hostLimit,
        long refused,
        List<Host> busiest) {
    /**
     * The ports of one host.
     *
     * @param address its internal address
     * @param ports how many it has
     */
    public record Host(Ipv4Address address, int ports) {}

    /** Copies the list. */
    public PortUse {
        busiest = List.copyOf(busiest);
    }
}
