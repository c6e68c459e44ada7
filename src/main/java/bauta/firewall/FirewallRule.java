package bauta.firewall;

import java.util.Optional;

/**
 * A rule of the firewall; the first of a list that takes a packet decides.
 *
 * @param id stable, unique among rules
 * @param name for people
 * @param enabled whether it counts at all
 * @param match what it takes
 * @param verdict what becomes of that
 * @param limit how many new flows it fits; those beyond go on to the next rule, and where that
 *     refuses what this one would have accepted it is called {@link
 *     bauta.engine.DropReason#FIREWALL_RATE_LIMIT}
 * @param schedule when it counts; empty means always
 * @param log whether the log tells of it, folded
 * @param slot its place in the counters, see {@link bauta.engine.RuleSlots}
 */
public record FirewallRule(
        String id,
        String name,
        boolean enabled,
        Match match,
        Verdict verdict,
        Optional<RateLimit> limit,
        Optional<Schedule> schedule,
        boolean log,
        int slot) {
    /**
     * Makes a rule that always counts, without a limit or a log.
     *
     * @param id stable, unique
     * @param match what it takes
     * @param verdict what becomes of that
     * @param slot its place in the counters
     */
    public FirewallRule(String id, Match match, Verdict verdict, int slot) {
        this(id, id, true, match, verdict, Optional.empty(), Optional.empty(), false, slot);
    }
}
