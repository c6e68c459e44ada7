package bauta.nat;

import java.time.Duration;
import java.util.Set;

/**
 * What opens a forward of kind {@link ForwardKind#TRIGGER}, and for how long.
 *
 * @param protocols protocol numbers, TCP and UDP
 * @param ports destination ports of what the inside host sends
 * @param lifetime how long the forward stays open after the host has last begun such a flow
 */
public record PortTrigger(Set<Integer> protocols, PortRange ports, Duration lifetime) {
    /** Copies the set. */
    public PortTrigger {
        protocols = Set.copyOf(protocols);
    }
}
