package bauta.control.admin.traffic;

import java.util.List;
import java.util.Optional;

/**
 * What would become of a packet.
 *
 * @param packet what it is, in one line
 * @param from name of the network or uplink, or {@code router}
 * @param fate {@code TO_LAN}, {@code TO_UPLINK}, {@code TO_ROUTER}, {@code DROPPED}, {@code
 *     REJECTED} or {@code HELD}
 * @param reason under which it would be dropped
 * @param rule id of the rule that decided
 * @param verdict what becomes of it, for people
 * @param advice what to do about it, for people
 * @param steps what each stage says, in order
 */
public record WhyView(
        String packet,
        String from,
        String fate,
        Optional<String> reason,
        Optional<String> rule,
        String verdict,
        Optional<String> advice,
        List<Check> steps) {
    /** Copies the list. */
    public WhyView {
        steps = List.copyOf(steps);
    }
}
