package bauta.forward.policy;

import bauta.nat.schedule.Scheduling;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which uplink a new flow leaves by.
 *
 * @param uplinks their numbers, in order; none means the default route
 * @param weights of each, 0 to 65,535; 0 gets nothing new
 * @param scheduling how flows are shared among those that are up; without it the first of them gets
 *     all
 */
public record UplinkChoice(
        List<Integer> uplinks, List<Integer> weights, Optional<Scheduling> scheduling) {
    /** The default route. */
    public static final UplinkChoice DEFAULT_ROUTE = firstUp(List.of());

    /** Copies the lists; there are as many weights as uplinks. */
    public UplinkChoice {
        uplinks = List.copyOf(uplinks);
        weights = List.copyOf(weights);
        if (uplinks.size() != weights.size()) {
            throw new IllegalArgumentException(uplinks.size() + " and " + weights.size());
        }
    }

    /**
     * Returns the choice of the first that is up.
     *
     * @param uplinks their numbers, the best one first
     */
    public static UplinkChoice firstUp(List<Integer> uplinks) {
        return new UplinkChoice(uplinks, Collections.nCopies(uplinks.size(), 1), Optional.empty());
    }
}
