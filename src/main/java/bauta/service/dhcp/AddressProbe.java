package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the LAN who uses an address. On the dhcp loop; must not block. */
@FunctionalInterface
interface AddressProbe {
    /**
     * Asks.
     *
     * @param address which
     * @param patience how long to wait for an answer at most
     * @param answer told once who answered first, or that nobody did
     */
    void ask(Ipv4Address address, Duration patience, Consumer<Optional<MacAddress>> answer);
}
