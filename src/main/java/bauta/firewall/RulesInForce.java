package bauta.firewall;

import java.util.ArrayList;
import java.util.List;

/** Which rules count now: those that are enabled and whose schedule is on. Router loop only. */
final class RulesInForce {
    private static final long MILLIS = 1000;

    /**
     * A schedule with the rules that follow it, by their numbers.
     *
     * @param schedule when
     * @param rules which
     */
    private record Timed(Schedule schedule, List<Integer> rules) {}

    private final List<Timed> timed = new ArrayList<>();
    private final long[] off;
    private long lastSecond = Long.MIN_VALUE;

    RulesInForce(List<FirewallRule> rules, long[] off) {
        this.off = off;
        for (int i = 0; i < rules.size(); i++) {
            FirewallRule rule = rules.get(i);
            boolean always = rule.enabled() && rule.schedule().isEmpty();
            put(i, always);
            if (rule.enabled() && rule.schedule().isPresent()) {
                of(rule.schedule().get()).rules.add(i);
            }
        }
    }

    private Timed of(Schedule schedule) {
        for (Timed known : timed) {
            if (known.schedule.equals(schedule)) {
                return known;
            }
        }
        timed.add(new Timed(schedule, new ArrayList<>()));
        return timed.getLast();
    }

    /** Returns the rules that do not count now, a bit each. */
    long[] off() {
        return off;
    }

    /** Returns whether a rule came into force or went out of it. */
    boolean tick(long wallMillis) {
        long second = Math.floorDiv(wallMillis, MILLIS);
        if (timed.isEmpty() || second == lastSecond) {
            return false;
        }
        lastSecond = second;
        boolean changed = false;
        for (Timed some : timed) {
            boolean on = some.schedule.isOn(wallMillis);
            for (int rule : some.rules) {
                changed |= put(rule, on);
            }
        }
        return changed;
    }

    private boolean put(int rule, boolean on) {
        long bit = 1L << rule;
        long before = off[rule >>> 6];
        off[rule >>> 6] = on ? before & ~bit : before | bit;
        return off[rule >>> 6] != before;
    }
}
