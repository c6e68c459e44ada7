package bauta.firewall;

import bauta.engine.DropReason;
import bauta.engine.RuleSlots;
import java.util.List;

/**
 * The rules of a configuration in order, and after them the standing defaults. A judgement is the
 * number of a rule; a rule over its limit and the standing defaults have numbers above those.
 */
public final class RuleFirewall implements Firewall {
    private static final StandingRule[] STANDING = StandingRule.values();

    private final FirewallRule[] rules;
    private final RuleMatcher matcher;
    private final long[] off;

    private RuleFirewall(List<FirewallRule> rules) {
        this.rules = rules.toArray(FirewallRule[]::new);
        this.matcher = RuleMatcher.of(rules.stream().map(FirewallRule::match).toList());
        this.off = matcher.bits();
        for (int i = 0; i < this.rules.length; i++) {
            if (!this.rules[i].enabled()) {
                off[i >>> 6] |= 1L << i;
            }
        }
    }

    /**
     * Compiles rules.
     *
     * @param rules in order, at most {@link RuleMatcher#MAX_MATCHES}
     * @throws IllegalArgumentException when there are more
     */
    public static RuleFirewall of(List<FirewallRule> rules) {
        return new RuleFirewall(rules);
    }

    @Override
    public int judge(PacketFacts facts) {
        return peek(facts);
    }

    @Override
    public int peek(PacketFacts facts) {
        int rule = matcher.find(facts, 0, off);
        if (rule != RuleMatcher.NONE) {
            return rule;
        }
        StandingRule standing = StandingRule.between(facts.fromZone, facts.toZone);
        return 2 * rules.length + standing.ordinal();
    }

    @Override
    public Verdict verdict(int judgement) {
        if (standing(judgement)) {
            return standingRule(judgement).verdict;
        }
        return isOver(judgement) ? Verdict.DROP : rules[judgement].verdict();
    }

    @Override
    public DropReason reason(int judgement) {
        if (standing(judgement)) {
            return standingRule(judgement).reason;
        }
        if (isOver(judgement)) {
            return DropReason.FIREWALL_RATE_LIMIT;
        }
        boolean passes = rules[judgement].verdict() == Verdict.ACCEPT;
        return passes ? DropReason.NONE : DropReason.FIREWALL_RULE;
    }

    @Override
    public String id(int judgement) {
        return standing(judgement) ? standingRule(judgement).id : rule(judgement).id();
    }

    @Override
    public int slot(int judgement) {
        return standing(judgement)
                ? RuleSlots.FIRST_STANDING + standingRule(judgement).ordinal()
                : rule(judgement).slot();
    }

    @Override
    public boolean standing(int judgement) {
        return judgement >= 2 * rules.length;
    }

    private boolean isOver(int judgement) {
        return judgement >= rules.length;
    }

    private FirewallRule rule(int judgement) {
        return rules[isOver(judgement) ? judgement - rules.length : judgement];
    }

    private StandingRule standingRule(int judgement) {
        return STANDING[judgement - 2 * rules.length];
    }

    @Override
    public boolean tick(long nowNanos, long wallMillis) {
        return false;
    }
}
