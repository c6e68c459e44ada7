package bauta.link;

import bauta.wire.MacAddress;
import java.util.List;
import java.util.Map;

/**
 * What people see of one port.
 *
 * @param role name in configuration
 * @param device interface name
 * @param state {@code absent}, {@code opening}, {@code no-carrier} or {@code up}
 * @param mode {@code native}, {@code generic}, {@code tun} or {@code none}
 * @param xdpFeatures what the driver can do, such as {@code ndo-xmit}: taking redirected frames
 * @param queues receive queues served
 * @param mac our address there
 * @param mtuBytes longest IP packet
 * @param counters frames and events by name, see {@link XdpPort}
 */
public record PortStatus(
        String role,
        String device,
        String state,
        String mode,
        List<String> xdpFeatures,
        int queues,
        MacAddress mac,
        int mtuBytes,
        Map<String, Long> counters) {
    /** Keeps copies. */
    public PortStatus {
        xdpFeatures = List.copyOf(xdpFeatures);
        counters = Map.copyOf(counters);
    }
}
