package bauta.control.admin;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;

/**
 * An address that a host of the house holds by DHCP.
 *
 * @param network name of the network
 * @param address the address
 * @param mac whose it is
 * @param name what the host is called here: by the configuration, else by itself, or empty
 * @param reserved whether the configuration keeps the address for this host
 * @param restMillis how much longer
 */
public record LeaseView(
        String network,
        Ipv4Address address,
        MacAddress mac,
        String name,
        boolean reserved,
        long restMillis) {}
