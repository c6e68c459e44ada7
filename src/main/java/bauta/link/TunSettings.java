package bauta.link;

/**
 * The interface by which the router's own programs use an uplink.
 *
 * @param role name in status, such as the uplink's
 * @param device interface name, such as {@code ppp0}
 * @param metric of its default route; smaller is preferred
 * @param persistent whether the interface stays when the process ends
 */
public record TunSettings(String role, String device, int metric, boolean persistent) {}
