package bauta.forward.policy;

import bauta.firewall.PacketFacts;
import bauta.firewall.RuleMatcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies of a configuration in order, compiled. Immutable but for the turns of uplinks that
 * share flows; questions allocate nothing. Router loop only.
 */
public final class Policies {
    /** What {@link #find} answers when no policy decides. */
    public static final int NONE = RuleMatcher.NONE;

    /** What {@link #uplink} answers for the default route. */
    public static final int DEFAULT_ROUTE = -1;

    /** What {@link #uplink} answers when none of a policy's uplinks is up. */
    public static final int NO_UPLINK = -2;

    private static final int MOST_ONE_TO_ONE = 256;

    private final PolicyRule[] rules;
    private final OneToOne[] oneToOne;
    private final RuleMatcher matcher;
    private final SharedUplinks[] uplinks;
    private final long[] off;

    private Policies(List<PolicyRule> rules, List<OneToOne> oneToOne) {
        this.rules = rules.toArray(PolicyRule[]::new);
        this.oneToOne = oneToOne.toArray(OneToOne[]::new);
        this.matcher = RuleMatcher.of(rules.stream().map(PolicyRule::match).toList());
        this.uplinks =
                rules.stream()
                        .map(rule -> new SharedUplinks(rule.way().choice()))
                        .toArray(SharedUplinks[]::new);
        this.off = matcher.bits();
        for (int i = 0; i < this.rules.length; i++) {
            if (!this.rules[i].enabled()) {
                off[i >>> 6] |= 1L << i;
            }
        }
    }

    /**
     * Compiles policies.
     *
     * @param rules in order, at most {@link RuleMatcher#MAX_MATCHES}
     * @throws IllegalArgumentException when there are more
     */
    public static Policies of(List<PolicyRule> rules) {
        return of(rules, List.of());
    }

    /**
     * Compiles policies and addresses that are translated one to one.
     *
     * @param rules in order, at most {@link RuleMatcher#MAX_MATCHES}
     * @param oneToOne in order, at most 256
     * @throws IllegalArgumentException when there are more
     */
    public static Policies of(List<PolicyRule> rules, List<OneToOne> oneToOne) {
        if (oneToOne.size() > MOST_ONE_TO_ONE) {
            throw new IllegalArgumentException(oneToOne.size() + " one to one");
        }
        return new Policies(rules, oneToOne);
    }

    /**
     * Returns the policy that decides about a packet. Policies that mark on the way change the mark
     * of the facts and are named there, at most {@link PacketFacts#MAX_MARKINGS}; nothing else
     * changes.
     *
     * @param facts the packet
     * @return its number, or {@link #NONE}
     */
    public int find(PacketFacts facts) {
        facts.markings = 0;
        int policy = matcher.find(facts, 0, off);
        while (policy != NONE && rules[policy].action() == PolicyAction.MARK) {
            if (facts.markings == PacketFacts.MAX_MARKINGS) {
                return NONE;
            }
            facts.markedBy[facts.markings++] = policy;
            facts.mark = mark(policy, facts.mark);
            policy = matcher.find(facts, policy + 1, off);
        }
        return policy;
    }

    /**
     * Takes over whose turn it is from policies with the same id and uplinks. To be called once,
     * when this set comes into force.
     *
     * @param before the set that was in force
     */
    public void follows(Policies before) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < before.rules.length; i++) {
            places.put(before.rules[i].id(), i);
        }
        for (int i = 0; i < rules.length; i++) {
            Integer place = places.get(rules[i].id());
            if (place != null
                    && before.rules[place].way().choice().equals(rules[i].way().choice())) {
                uplinks[i] = before.uplinks[place];
            }
        }
    }

    /**
     * Returns what a policy does.
     *
     * @param policy what was found
     */
    public PolicyAction action(int policy) {
        return rules[policy].action();
    }

    /**
     * Returns the mark that a packet has after a policy.
     *
     * @param policy what was found
     * @param before the mark it has
     */
    public int mark(int policy, int before) {
        PolicyWay way = rules[policy].way();
        return before & ~way.markMask() | way.mark() & way.markMask();
    }

    /**
     * Returns the address that a policy masquerades under, or 0 for the uplink's own.
     *
     * @param policy what was found
     */
    public int externalAddress(int policy) {
        return rules[policy].way().externalAddress();
    }

    /**
     * Returns the uplink that a packet leaves by.
     *
     * @param policy what was found
     * @param facts the packet; where it goes and the time count
     * @param up who knows which uplinks are up and what they carry
     * @param commit whether the flow begins; false leaves the turns as they are
     * @return its number, {@link #DEFAULT_ROUTE} or {@link #NO_UPLINK}
     */
    public int uplink(int policy, PacketFacts facts, UplinkUp up, boolean commit) {
        return uplinks[policy].pick(facts, up, commit);
    }

    /**
     * Returns the id of a policy.
     *
     * @param policy what was found
     */
    public String id(int policy) {
        return rules[policy].id();
    }

    /**
     * Returns the place of a policy in the counters.
     *
     * @param policy what was found
     */
    public int slot(int policy) {
        return rules[policy].slot();
    }

    /**
     * Returns which one-to-one translation has an internal address, at any uplink.
     *
     * @param internal the address
     * @return its number for {@link #oneToOne}, or {@link #NONE}
     */
    public int oneToOneFrom(int internal) {
        for (int i = 0; i < oneToOne.length; i++) {
            if (oneToOne[i].externalFor(internal) != 0) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Returns which one-to-one translation has an external address.
     *
     * @param uplink number of the uplink
     * @param external the address
     * @return its number for {@link #oneToOne}, or {@link #NONE}
     */
    public int oneToOneTo(int uplink, int external) {
        for (int i = 0; i < oneToOne.length; i++) {
            if (oneToOne[i].uplink() == uplink && oneToOne[i].internalFor(external) != 0) {
                return i;
            }
        }
        return NONE;
    }

    /**
     * Returns a one-to-one translation.
     *
     * @param number what was found
     */
    public OneToOne oneToOne(int number) {
        return oneToOne[number];
    }
}
