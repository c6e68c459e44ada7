package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * An address that is not free.
 *
 * @param address the address
 * @param mac whose it is; in state {@link State#IN_USE} who answered for it, when that is known
 * @param clientId the client identifier in hexadecimal, if the client is known by one
 * @param name the name of the configured device, else what the client calls itself, or empty
 * @param state what is the matter with it
 * @param reserved whether the address is kept for a configured device
 * @param rest how much longer this lasts
 */
public record LeaseStatus(
        Ipv4Address address,
        Optional<MacAddress> mac,
        Optional<String> clientId,
        String name,
        State state,
        boolean reserved,
        Duration rest) {
    /** What is the matter with an address. */
    public enum State {
        /** Leased to a client. */
        BOUND,
        /** Found in use by somebody who has no lease for it; given to nobody for a while. */
        IN_USE
    }
}
