package bauta.control.admin.traffic;

import java.util.List;
import java.util.Optional;

/**
 * Whether a forward works.
 *
 * @param forward its id
 * @param works whether nothing stops a packet
 * @param stoppedBy the name of the step that does
 * @param verdict for people
 * @param advice what to do about it, for people
 * @param steps what was looked at, in order
 */
public record ForwardTest(
        String forward,
        boolean works,
        Optional<String> stoppedBy,
        String verdict,
        Optional<String> advice,
        List<Check> steps) {
    /** Copies the list. */
    public ForwardTest {
        steps = List.copyOf(steps);
    }
}
