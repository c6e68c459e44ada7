package bauta.firewall;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each of many matches asks, flat: exact, and without an object on the way. Sets of several
 * ranges are kept once, however many matches use them.
 *
 * <p>Of each match, tests of three numbers: a field with the first and last number it may have, or
 * the complement of a field with the place of its ranges in the pool and how many they are.
 */
final class Conditions {
    private static final int TEST = 3;

    private final int[] tests;
    private final int[] starts;
    private final int[] pool;
    private final int[] marks;
    private final int[] markMasks;

    private Conditions(List<Match> matches, Map<RangeSet, Integer> places, int[] pool) {
        int count = matches.size();
        this.pool = pool;
        this.tests = new int[TEST * matches.stream().mapToInt(m -> m.sets().size()).sum()];
        this.starts = new int[count + 1];
        this.marks = matches.stream().mapToInt(Match::mark).toArray();
        this.markMasks = matches.stream().mapToInt(Match::markMask).toArray();
        for (int i = 0; i < count; i++) {
            starts[i + 1] = write(matches.get(i), starts[i], places);
        }
    }

    static Conditions of(List<Match> matches) {
        Map<RangeSet, Integer> places = new HashMap<>();
        int[] pool = new int[2 * rangesOf(matches, places)];
        places.forEach((set, place) -> {
            for (int i = 0; i < set.size(); i++) {
                pool[place + 2 * i] = set.first(i) ^ Integer.MIN_VALUE;
                pool[place + 2 * i + 1] = set.last(i) ^ Integer.MIN_VALUE;
            }
        });
        return new Conditions(matches, places, pool);
    }

    /** Returns the ranges of all sets of more than one, each set counted once. */
    static int rangesOf(List<Match> matches, Map<RangeSet, Integer> places) {
        int ranges = 0;
        for (Match match : matches) {
            for (RangeSet set : match.sets().values()) {
                if (set.size() != 1 && places.putIfAbsent(set, 2 * ranges) == null) {
                    ranges += set.size();
                }
            }
        }
        return ranges;
    }

    /** Narrow fields stand first: a packet that does not match fails early. */
    private int write(Match match, int start, Map<RangeSet, Integer> places) {
        Field[] fields = match.sets().keySet().toArray(Field[]::new);
        Arrays.sort(fields, (a, b) -> Integer.compare(b.ordinal(), a.ordinal()));
        int at = start;
        for (Field field : fields) {
            RangeSet set = match.set(field);
            boolean one = set.size() == 1;
            tests[at] = one ? field.ordinal() : ~field.ordinal();
            tests[at + 1] = one ? set.first(0) ^ Integer.MIN_VALUE : places.getOrDefault(set, 0);
            tests[at + 2] = one ? set.last(0) ^ Integer.MIN_VALUE : set.size();
            at += TEST;
        }
        return at;
    }

    /**
     * Returns whether a match takes a packet.
     *
     * @param match its number
     * @param point the packet's fields
     * @param mark the packet's mark
     */
    boolean takes(int match, int[] point, int mark) {
        int end = starts[match + 1];
        for (int at = starts[match]; at < end; at += TEST) {
            int field = tests[at];
            if (field < 0) {
                if (!isIn(tests[at + 1], tests[at + 2], point[~field])) {
                    return false;
                }
            } else if (point[field] < tests[at + 1] || point[field] > tests[at + 2]) {
                return false;
            }
        }
        return (mark & markMasks[match]) == marks[match];
    }

    private boolean isIn(int place, int ranges, int number) {
        int low = 0;
        int high = ranges - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int at = place + 2 * middle;
            if (number < pool[at]) {
                high = middle - 1;
            } else if (number > pool[at + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    int bytes() {
        return Integer.BYTES * (tests.length + starts.length + pool.length + 2 * marks.length);
    }
}
