package bauta.control.admin.traffic;

import java.util.List;

/**
 * What each host does, and how short ports are.
 *
 * @param hosts the hosts that have flows or had some, the busiest first
 * @param ports external ports by address and protocol
 */
public record HostsView(List<Host> hosts, List<Ports> ports) {
    /** Copies the lists. */
    public HostsView {
        hosts = List.copyOf(hosts);
        ports = List.copyOf(ports);
    }

    /**
     * A host.
     *
     * @param address its address; {@code router} for the router itself, {@code others} for those
     *     that are counted together
     * @param name its name, perhaps empty
     * @param flows it has now
     * @param refused new flows from it, or by forwards to it, that were refused while the router
     *     was behind
     * @param sentPackets that went out
     * @param sentBytes of them
     * @param receivedPackets that came in
     * @param receivedBytes of them
     */
    public record Host(
            String address,
            String name,
            int flows,
            long refused,
            long sentPackets,
            long sentBytes,
            long receivedPackets,
            long receivedBytes) {}

    /**
     * The ports of an external address and protocol.
     *
     * @param uplink its name
     * @param address the external address
     * @param protocol its name
     * @param used ports taken
     * @param total ports there are
     * @param scarce whether hosts get no more than their share, and TCP saves ports
     * @param shared ports that several TCP flows share
     * @param hostLimit what one host may have now
     * @param refused how often a host had to go without
     * @param busiest the hosts with the most
     */
    public record Ports(
            String uplink,
            String address,
            String protocol,
            int used,
            int total,
            boolean scarce,
            int shared,
            int hostLimit,
            long refused,
            List<Share> busiest) {
        /** Copies the list. */
        public Ports {
            busiest = List.copyOf(busiest);
        }
    }

    /**
     * The ports of one host.
     *
     * @param address its address
     * @param name its name, perhaps empty
     * @param ports how many it has
     */
    public record Share(String address, String name, int ports) {}
}
