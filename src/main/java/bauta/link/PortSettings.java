package bauta.link;

import bauta.wire.Ipv4Prefix;
import java.util.List;

/**
 * One NIC of the router.
 *
 * @param role name in configuration and status, such as {@code wan}
 * @param device interface name; it need not exist yet
 * @param zone which side it is on
 * @param mtuBytes its MTU, set when it is opened; 0 leaves it as it is
 * @param addresses the router's own addresses there, set when it is opened; a WAN port for PPPoE
 *     has none
 * @param input which services the kernel may see from there; nothing on a WAN port
 */
public record PortSettings(
        String role,
        String device,
        Zone zone,
        int mtuBytes,
        List<Ipv4Prefix> addresses,
        InputMap input) {
    /** The most addresses of a port. */
    public static final int MAX_ADDRESSES = 4;

    /** Keeps a copy, and refuses what the program in the kernel cannot hold. */
    public PortSettings {
        addresses = List.copyOf(addresses);
        if (addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(addresses.size() + " addresses");
        }
    }

    /**
     * Returns the settings of a port towards a modem.
     *
     * @param role name in configuration and status
     * @param device interface name
     * @param mtuBytes its MTU: 1508 for PPPoE packets of 1500 bytes (RFC 4638), else 1500
     */
    public static PortSettings wan(String role, String device, int mtuBytes) {
        return new PortSettings(role, device, Zone.WAN, mtuBytes, List.of(), InputMap.none());
    }

    /**
     * Returns the settings of a port towards the inside.
     *
     * @param role name in configuration and status
     * @param device interface name
     * @param address the router's address there and the length of its network
     * @param input which services the kernel may see
     */
    public static PortSettings lan(String role, String device, Ipv4Prefix address, InputMap input) {
        return new PortSettings(role, device, Zone.LAN, 0, List.of(address), input);
    }
}
