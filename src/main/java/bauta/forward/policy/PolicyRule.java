package bauta.forward.policy;

import bauta.firewall.Match;

/**
 * A policy; the first of a list that takes a packet from inside decides, except that those which
 * only mark let it go on.
 *
 * @param id stable, unique among policies
 * @param name for people
 * @param enabled whether it counts at all
 * @param match what it takes
 * @param action what it does with that
 * @param way how that leaves
 * @param slot its place in the counters, see {@link bauta.engine.RuleSlots}
 */
public record PolicyRule(
        String id,
        String name,
        boolean enabled,
        Match match,
        PolicyAction action,
        PolicyWay way,
        int slot) {
    /**
     * Makes a policy by the default route.
     *
     * @param id stable, unique
     * @param match what it takes
     * @param action what it does with that
     * @param slot its place in the counters
     */
    public PolicyRule(String id, Match match, PolicyAction action, int slot) {
        this(id, id, true, match, action, PolicyWay.PLAIN, slot);
    }
}
