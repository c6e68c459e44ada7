package bauta.firewall;

import bauta.engine.DropReason;
import bauta.engine.RuleSlots;
import bauta.engine.TokenBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a configuration in order, and after them the standing defaults. A rule whose limit
 * is used up does not fit, as in netfilter: the packet goes on to the next. A judgement is the
 * number of the rule that decided, the standing defaults behind the others, plus their count times
 * the place, from 1 on, of the first accepting rule that was passed over for its limit. Rules with
 * a schedule are out of force until the first {@link #tick}.
 */
public final class RuleFirewall implements Firewall {
    private static final StandingRule[] STANDING = StandingRule.values();

    private final List<FirewallRule> rules;
    private final int size;
    private final int all;
    private final RuleMatcher matcher;
    private final RulesInForce times;
    private final RuleLog log;
    private final @Nullable TokenBucket[] buckets;

    private RuleFirewall(List<FirewallRule> rules, Consumer<LoggedHits> lines) {
        this.rules = List.copyOf(rules);
        this.size = rules.size();
        this.all = size + STANDING.length;
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

    /**
     * Compiles rules as {@link #of(List)} does.
     *
     * @param rules in order
     * @param lines takes what the log tells of them, on the router loop; must not block
     */
    public static RuleFirewall of(List<FirewallRule> rules, Consumer<LoggedHits> lines) {
        return new RuleFirewall(rules, lines);
    }

    private static int slotOf(StandingRule rule) {
        return RuleSlots.FIRST_STANDING + rule.ordinal();
    }

    @Override
    public int judge(PacketFacts facts) {
        int over = 0;
        int rule = find(facts, 0);
        while (rule < size) {
            TokenBucket bucket = buckets[rule];
            if (bucket == null || bucket.take(facts.nowNanos)) {
                log.note(rule, facts);
                break;
            }
            over = over == 0 && accepts(rule) ? all * (rule + 1) : over;
            rule = find(facts, rule + 1);
        }
        return over + rule;
    }

    @Override
    public int peek(PacketFacts facts) {
        int over = 0;
        int rule = find(facts, 0);
        while (rule < size) {
            TokenBucket bucket = buckets[rule];
            if (bucket == null || bucket.has(facts.nowNanos)) {
                break;
            }
            over = over == 0 && accepts(rule) ? all * (rule + 1) : over;
            rule = find(facts, rule + 1);
        }
        return over + rule;
    }

    @Override
    public int review(PacketFacts facts) {
        int rule = find(facts, 0);
        while (rule < size && buckets[rule] != null && !accepts(rule)) {
            rule = find(facts, rule + 1);
        }
        return rule;
    }

    private boolean accepts(int rule) {
        return rules.get(rule).verdict() == Verdict.ACCEPT;
    }

    private int find(PacketFacts facts, int from) {
        int rule = matcher.find(facts, from, times.off());
        if (rule != RuleMatcher.NONE) {
            return rule;
        }
        return size + StandingRule.between(facts.fromZone, facts.toZone).ordinal();
    }

    @Override
    public Verdict verdict(int judgement) {
        return standing(judgement) ? standingRule(judgement).verdict : rule(judgement).verdict();
    }

    @Override
    public DropReason reason(int judgement) {
        if (verdict(judgement) == Verdict.ACCEPT) {
            return DropReason.NONE;
        }
        if (judgement >= all) {
            return DropReason.FIREWALL_RATE_LIMIT;
        }
        return standing(judgement) ? standingRule(judgement).reason : DropReason.FIREWALL_RULE;
    }

    @Override
    public Optional<String> passedOver(int judgement) {
        return judgement < all
                ? Optional.empty()
                : Optional.of(rules.get(judgement / all - 1).id());
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
        return judgement % all >= size;
    }

    private FirewallRule rule(int judgement) {
        return rules.get(judgement % all);
    }

    private StandingRule standingRule(int judgement) {
        return STANDING[judgement % all - size];
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
        log.tick(nowNanos, wallMillis);
        return times.tick(wallMillis);
    }
}
