package bauta.control.config.rules;

import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;

/**
 * How traffic of the house leaves; the first that fits decides, marks go on.
 *
 * @param label what it is called
 * @param match the traffic it is about
 * @param action what to do with it
 * @param uplinks names of the uplinks it leaves by; the default route when empty
 * @param weights of each uplink, as many; all alike when empty
 * @param scheduler how flows are shared among the uplinks; without one the first that is up gets
 *     all
 * @param externalAddress the address it leaves under; the uplink's own without one
 * @param mark given to it in the bits of the mask; the others stay
 */
public record Policy(
        RuleLabel label,
        RuleMatch match,
        Action action,
        List<String> uplinks,
        List<Integer> weights,
        Optional<Forward.Scheduler> scheduler,
        Optional<Ipv4Address> externalAddress,
        Optional<MarkMatch> mark) {
    /** Copies the list. */
    public Policy {
        uplinks = List.copyOf(uplinks);
        weights = List.copyOf(weights);
    }

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
