package bauta.control.config.rules;

import bauta.wire.Ipv4Address;
import java.util.Optional;

/**
 * How traffic of the house leaves; the first that fits decides, marks go on.
 *
 * @param label what it is called
 * @param match the traffic it is about
 * @param action what to do with it
 * @param uplink name of the uplink it leaves by; the default route without one
 * @param externalAddress the address it leaves under; the uplink's own without one
 * @param mark given to it, 32 bits without a sign; 0 gives none
 */
public record Policy(
        RuleLabel label,
        RuleMatch match,
        Action action,
        Optional<String> uplink,
        Optional<Ipv4Address> externalAddress,
        long mark) {
    /** What to do with traffic. */
    public enum Action {
        /** It leaves under the address of the uplink. */
        MASQUERADE,
        /** It leaves unchanged. */
        ROUTE,
        /** Dropped without a word. */
        DROP,
        /** Dropped, and the sender is told. */
        REJECT,
        /** It gets a mark, and the next policies are asked. */
        MARK
    }
}
