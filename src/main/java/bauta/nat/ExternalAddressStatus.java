package bauta.nat;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * The mappings of one external address at a moment.
 *
 * @param uplink the uplink's number
 * @param address the address
 * @param mappings how many mappings it has
 * @param ports its ports, for each protocol that was used
 */
public record ExternalAddressStatus(
        int uplink, Ipv4Address address, int mappings, List<PortUse> ports) {
    /** Copies the list. */
    public ExternalAddressStatus {
        ports = List.copyOf(ports);
    }
}
