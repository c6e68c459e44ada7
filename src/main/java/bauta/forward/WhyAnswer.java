package bauta.forward;

import bauta.engine.DropReason;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a packet.
 *
 * @param fate where it would end
 * @param reason under which it would be dropped; {@code NONE} when it would not
 * @param rule id of the rule that decided, of a policy, a forward or the firewall
 * @param steps what each stage says, in order
 */
public record WhyAnswer(Fate fate, DropReason reason, Optional<String> rule, List<WhyStep> steps) {
    /** Copies the list. */
    public WhyAnswer {
        steps = List.copyOf(steps);
    }

    /** Where a packet ends. */
    public enum Fate {
        /** It leaves to a host of the house. */
        TO_LAN,
        /** It leaves by an uplink. */
        TO_UPLINK,
        /** The router itself gets it. */
        TO_ROUTER,
        /** It ends without a word. */
        DROPPED,
        /** It ends, and its sender is told. */
        REJECTED,
        /** It waits until the host's hardware address is known. */
        HELD
    }
}
