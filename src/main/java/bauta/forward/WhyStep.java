package bauta.forward;

import bauta.engine.DropReason;
import java.util.List;
import java.util.Optional;

/**
 * What one stage says to a packet.
 *
 * @param stage the stage
 * @param passed whether the packet goes on
 * @param reason why it does not; {@code NONE} when it does
 * @param rule id of the rule that decided
 * @param arguments what the stage found, for the text: addresses, ports, numbers
 */
public record WhyStep(
        WhyStage stage,
        boolean passed,
        DropReason reason,
        Optional<String> rule,
        List<String> arguments) {
    /** Copies the list. */
    public WhyStep {
        arguments = List.copyOf(arguments);
    }
}
