package bauta.firewall;

import bauta.engine.DropReason;
import bauta.engine.RuleSlots;
import bauta.engine.TokenBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a configuration in order, and after them the standing defaults. A judgement is the
 * number of a rule; a rule over its limit and the standing defaults have numbers above those. Rules
 * with a schedule are out of force until the first {@link #tick}.
 */
public final class RuleFirewall implements Firewall {
    private static final StandingRule[] STANDING = StandingRule.values();

    private final List<FirewallRule> rules;
    private final int size;
    private final RuleMatcher matcher;
    private final RulesInForce times;
    private final RuleLog log;
    private final @Nullable TokenBucket[] buckets;

    private RuleFirewall(List<FirewallRule> rules, Consumer<RuleLog.Line> lines) {
        this.rules = List.copyOf(rules);
        this.size = rules.size();
        this.matcher = RuleMatcher.of(rules.stream().map(FirewallRule::match).toList());
        this.times = new RulesInForce(this.rules, matcher.bits());
        this.log = new RuleLog(this.rules, lines);
        this.buckets = new TokenBucket[size];
        for (int i = 0; i < size; i++) {
            buckets[i] = rules.get(i).limit().map(RateLimit::bucket).orElse(null);
        }
    }

    /**
     * Compiles rules.
     *
     * @param rules in order, at most {@link RuleMatcher#MAX_MATCHES}
     * @throws IllegalArgumentException when there are more, or more ranges than {@link
     *     RuleMatcher#MAX_RANGES}
     */
    public static RuleFirewall of(List<FirewallRule> rules) {
        return new RuleFirewall(rules, RuleLog::write);
    }

    static RuleFirewall of(List<FirewallRule> rules, Consumer<RuleLog.Line> lines) {
        return new RuleFirewall(rules, lines);
    }

    private static int slotOf(StandingRule rule) {
        return RuleSlots.FIRST_STANDING + rule.ordinal();
    }

    @Override
    public int judge(PacketFacts facts) {
        int rule = find(facts);
        if (rule >= size) {
            return rule;
        }
        log.note(rule, facts);
        TokenBucket bucket = buckets[rule];
        return bucket == null || bucket.take(facts.nowNanos) ? rule : size + rule;
    }

    @Override
    public int peek(PacketFacts facts) {
        int rule = find(facts);
        TokenBucket bucket = rule < size ? buckets[rule] : null;
        return bucket == null || bucket.has(facts.nowNanos) ? rule : size + rule;
    }

    private int find(PacketFacts facts) {
        int rule = matcher.find(facts, 0, times.off());
        if (rule != RuleMatcher.NONE) {
            return rule;
        }
        return 2 * size + StandingRule.between(facts.fromZone, facts.toZone).ordinal();
    }

    @Override
    public Verdict verdict(int judgement) {
        if (standing(judgement)) {
            return standingRule(judgement).verdict;
        }
        return isOver(judgement) ? Verdict.DROP : rules.get(judgement).verdict();
    }

    @Override
    public DropReason reason(int judgement) {
        if (standing(judgement)) {
            return standingRule(judgement).reason;
        }
        boolean passes = rule(judgement).verdict() == Verdict.ACCEPT;
        if (!passes) {
            return DropReason.FIREWALL_RULE;
        }
        return isOver(judgement) ? DropReason.FIREWALL_RATE_LIMIT : DropReason.NONE;
    }

    @Override
    public String id(int judgement) {
        return standing(judgement) ? standingRule(judgement).id : rule(judgement).id();
    }

    @Override
    public int slot(int judgement) {
        return standing(judgement) ? slotOf(standingRule(judgement)) : rule(judgement).slot();
    }

    @Override
    public boolean standing(int judgement) {
        return judgement >= 2 * size;
    }

    private boolean isOver(int judgement) {
        return judgement >= size;
    }

    private FirewallRule rule(int judgement) {
        return rules.get(isOver(judgement) ? judgement - size : judgement);
    }

    private StandingRule standingRule(int judgement) {
        return STANDING[judgement - 2 * size];
    }

    /** What rules with the same id and limit have used up stays so, and what the log owes. */
    @Override
    public void follows(Firewall before) {
        if (!(before instanceof RuleFirewall old) || old == this) {
            return;
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < old.size; i++) {
            places.put(old.rules.get(i).id(), i);
        }
        for (int i = 0; i < size; i++) {
            Integer place = places.get(rules.get(i).id());
            if (place != null) {
                log.owe(i, old.log, place);
                boolean same = old.rules.get(place).limit().equals(rules.get(i).limit());
                buckets[i] = same ? old.buckets[place] : buckets[i];
            }
        }
        log.pace(old.log);
    }

    @Override
    public boolean tick(long nowNanos, long wallMillis) {
        log.tick(nowNanos);
        return times.tick(wallMillis);
    }
}
