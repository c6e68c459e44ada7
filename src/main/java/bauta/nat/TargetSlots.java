package bauta.nat;

import bauta.nat.schedule.Scheduler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * What forwards remember when they are swapped for others: how many flows each target has, whose
 * turn it is, who opened a trigger. A target keeps its number as long as a rule of the same id has
 * it. Bounded: targets beyond {@link #MAX} are not counted. Rules are compiled on any thread, one
 * at a time; counts and turns belong to the router loop.
 */
public final class TargetSlots {
    /** Not counted. */
    public static final int NONE = -1;

    /** Targets that can be counted, at most. */
    public static final int MAX = 4096;

    /**
     * What tells a target from all others.
     *
     * @param rule the rule's id
     * @param address its address
     * @param port its first port
     */
    private record Key(String rule, int address, int port) {}

    private record Turn(ForwardRule rule, Scheduler scheduler) {}

    private final AtomicIntegerArray flows = new AtomicIntegerArray(MAX);
    private final AtomicIntegerArray active = new AtomicIntegerArray(MAX);
    private final @Nullable Key[] keys = new Key[MAX];
    private final Map<Key, Integer> numbers = new HashMap<>();
    private Map<String, Turn> turns = new HashMap<>();
    private Map<String, OpenTrigger> triggers = new HashMap<>();
    private Set<Key> usedBefore = Set.of();
    private int next;

    /** Starts without any target. */
    public TargetSlots() {}

    /** What the router loop uses of one rule. */
    static final class Memory {
        private final int[] slots;
        private final Scheduler scheduler;
        private final OpenTrigger trigger;

        Memory(int[] slots, Scheduler scheduler, OpenTrigger trigger) {
            this.slots = slots;
            this.scheduler = scheduler;
            this.trigger = trigger;
        }

        int slot(int target) {
            return slots[target];
        }

        Scheduler scheduler() {
            return scheduler;
        }

        OpenTrigger trigger() {
            return trigger;
        }
    }

    /**
     * Gives rules what is remembered of them, or a fresh start; forgets all other rules.
     *
     * @param rules all rules that are to be in force
     * @return what each remembers, in the same order
     */
    synchronized List<Memory> compile(List<ForwardRule> rules) {
        Map<String, Turn> newTurns = new HashMap<>();
        Map<String, OpenTrigger> newTriggers = new HashMap<>();
        forgetUnused(rules);
        List<Memory> memories =
                rules.stream()
                        .map(rule -> {
                            Turn turn = turn(rule);
                            OpenTrigger trigger =
                                    triggers.getOrDefault(rule.id(), new OpenTrigger());
                            newTurns.put(rule.id(), turn);
                            newTriggers.put(rule.id(), trigger);
                            return new Memory(slots(rule), turn.scheduler, trigger);
                        })
                        .toList();
        turns = newTurns;
        triggers = newTriggers;
        return memories;
    }

    private Turn turn(ForwardRule rule) {
        Turn old = turns.get(rule.id());
        boolean same =
                old != null
                        && old.rule.scheduling() == rule.scheduling()
                        && old.rule.targets().equals(rule.targets());
        return same && old != null ? old : new Turn(rule, rule.scheduling().scheduler());
    }

    private static Key key(ForwardRule rule, int target) {
        if (rule.targets().isEmpty()) {
            return new Key(rule.id(), 0, 0);
        }
        ForwardTarget wanted = rule.targets().get(target);
        return new Key(rule.id(), wanted.address().bits(), wanted.port());
    }

    private int[] slots(ForwardRule rule) {
        int[] slots = new int[Math.max(1, rule.targets().size())];
        Arrays.setAll(slots, i -> slot(key(rule, i)));
        return slots;
    }

    private int slot(Key key) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        for (int i = 0; i < MAX; i++) {
            int slot = (next + i) % MAX;
            if (keys[slot] == null) {
                next = slot + 1;
                keys[slot] = key;
                numbers.put(key, slot);
                return slot;
            }
        }
        return NONE;
    }

    /**
     * A number is given to another target only when nothing counts by it any more; those of the
     * rules that are still in force while these are compiled are kept as well.
     */
    private void forgetUnused(List<ForwardRule> rules) {
        Set<Key> used = new HashSet<>();
        for (ForwardRule rule : rules) {
            for (int i = 0; i < Math.max(1, rule.targets().size()); i++) {
                used.add(key(rule, i));
            }
        }
        for (int slot = 0; slot < MAX; slot++) {
            Key key = keys[slot];
            boolean wanted = key != null && (used.contains(key) || usedBefore.contains(key));
            if (key != null && !wanted && flows.get(slot) == 0) {
                keys[slot] = null;
                numbers.remove(key);
            }
        }
        usedBefore = used;
    }

    int flows(int target) {
        return target == NONE ? 0 : flows.get(target);
    }

    int active(int target) {
        return target == NONE ? 0 : active.get(target);
    }

    void began(int target) {
        if (target != NONE) {
            flows.setOpaque(target, flows.getPlain(target) + 1);
        }
    }

    void activeChanged(int target, int delta) {
        if (target != NONE) {
            active.setOpaque(target, active.getPlain(target) + delta);
        }
    }

    void ended(int target) {
        if (target != NONE) {
            int left = flows.getPlain(target) - 1;
            assert left >= 0 : "a flow ended twice";
            flows.setOpaque(target, left);
        }
    }
}
