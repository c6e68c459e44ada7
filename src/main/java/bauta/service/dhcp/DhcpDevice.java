package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A device that the owner has named: who it is, and which address is kept for it. It is known by
 * its client identifier or by its MAC address, whichever matches.
 *
 * @param name what it is called in leases and DNS, over what it calls itself
 * @param mac its MAC address
 * @param clientId its client identifier (option 61) as lower-case hexadecimal without separators
 * @param address the address kept for it; inside or outside the pool, in the network
 */
public record DhcpDevice(
        String name,
        Optional<MacAddress> mac,
        Optional<String> clientId,
        Optional<Ipv4Address> address) {
    /** Refuses a device that nothing tells apart, and an identifier that is not hexadecimal. */
    public DhcpDevice {
        if (mac.isEmpty() && clientId.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a MAC address or a client id");
        }
        clientId.ifPresent(id -> {
            if (id.isEmpty() || !id.equals(HexFormat.of().formatHex(HexFormat.of().parseHex(id)))) {
                throw new IllegalArgumentException("not lower-case hexadecimal: " + id);
            }
        });
    }
}
