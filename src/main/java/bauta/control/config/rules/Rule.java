package bauta.control.config.rules;

import java.time.Duration;
import java.util.Optional;

/**
 * A rule of the firewall; the first that fits decides.
 *
 * @param label what it is called
 * @param match the traffic it is about
 * @param verdict what becomes of it
 * @param limit how often it fits at most
 * @param schedule name of the times it is in force; always without one
 * @param log whether the first packets are written to the log
 */
public record Rule(
        RuleLabel label,
        RuleMatch match,
        Decision verdict,
        Optional<Limit> limit,
        Optional<String> schedule,
        boolean log) {
    /** What becomes of traffic. */
    public enum Decision {
        /** It may pass. */
        ACCEPT,
        /** Dropped without a word. */
        DROP,
        /** Dropped, and the sender is told. */
        REJECT
    }

    /**
     * How often a rule fits at most; what is beyond is dropped.
     *
     * @param rate new flows in each period, 1 or more
     * @param per the period
     * @param burst how many may come at once
     */
    public record Limit(int rate, Duration per, int burst) {}
}
