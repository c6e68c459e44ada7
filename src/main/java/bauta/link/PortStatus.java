package bauta.link;

import bauta.wire.MacAddress;
import java.util.Map;

/**
 * What people see of one port.
 *
 * @param role name in configuration
 * @param device interface name
 * @param state {@code absent}, {@code opening}, {@code no-carrier} or {@code up}
 * @param mode {@code native}, {@code generic}, {@code tun} or {@code none}
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
        int queues,
        MacAddress mac,
        int mtuBytes,
        Map<String, Long> counters) {
    /** Keeps a copy. */
    public PortStatus {
        counters = Map.copyOf(counters);
    }
}
