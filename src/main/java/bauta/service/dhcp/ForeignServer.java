package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A DHCP server on the LAN that is not ours, such as a second router plugged in by its LAN side.
 *
 * @param address the server identifier that it puts in its messages
 * @param mac who answers for that address on the LAN, once known
 * @param sinceLastSeen how long ago it was noticed last
 */
public record ForeignServer(
        Ipv4Address address, Optional<MacAddress> mac, Duration sinceLastSeen) {}
