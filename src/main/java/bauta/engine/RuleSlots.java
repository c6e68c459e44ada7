package bauta.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives each rule, by its id, a place in {@link RuleCounters} that it keeps over changes of the
 * configuration, so that its counters go on. Any thread.
 */
public final class RuleSlots {
    /** How many places there are, those of standing rules included. */
    public static final int CAPACITY = 16_384;

    /** The place of a rule that got none, because all are taken; shared by all such rules. */
    public static final int OVERFLOW = 0;

    /** The first place of rules that always stand; they have fixed ones. */
    public static final int FIRST_STANDING = 1;

    private static final int FIRST_FREE = 32;

    private final Map<String, Integer> slots = new HashMap<>();
    private final Deque<Integer> given = new ArrayDeque<>();
    private final RuleCounters counters;
    private int next = FIRST_FREE;

    /**
     * Makes one in which no place is taken.
     *
     * @param counters what the places are in
     */
    public RuleSlots(RuleCounters counters) {
        this.counters = counters;
    }

    /**
     * Returns the place of a rule; gives it one the first time.
     *
     * @param id kind and id of the rule, unique among all kinds, such as {@code policy/guests}
     */
    public synchronized int slot(String id) {
        return slots.computeIfAbsent(id, _ -> free());
    }

    private int free() {
        if (next < CAPACITY) {
            return next++;
        }
        Integer again = given.poll();
        return again == null ? OVERFLOW : again;
    }

    /**
     * Returns the place of a rule if it has one.
     *
     * @param id kind and id of the rule
     */
    public synchronized OptionalInt find(String id) {
        Integer slot = slots.get(id);
        return slot == null ? OptionalInt.empty() : OptionalInt.of(slot);
    }

    /**
     * Gives back the places of rules that are no more. To be called after the rules that remain are
     * in force and no flow counts for the others.
     *
     * @param ids the rules that remain
     */
    public synchronized void keepOnly(Set<String> ids) {
        slots.entrySet()
                .removeIf(entry -> {
                    boolean gone = !ids.contains(entry.getKey());
                    if (gone && entry.getValue() != OVERFLOW) {
                        counters.startAnew(entry.getValue());
                        given.add(entry.getValue());
                    }
                    return gone || entry.getValue() == OVERFLOW;
                });
    }
}
