package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;

/** Which name servers DHCP tells the hosts of a network. */
public sealed interface DhcpDns {
    /** The router itself, while it answers DNS on the network. */
    record Bauta() implements DhcpDns {}

    /** The servers of the provider, as the uplink learned them; the router until it has. */
    record Provider() implements DhcpDns {}

    /**
     * Servers of the user's choice.
     *
     * @param addresses the first first, at least one
     */
    record Servers(List<Ipv4Address> addresses) implements DhcpDns {
        /** Copies the list. */
        public Servers {
            addresses = List.copyOf(addresses);
        }
    }
}
