package bauta.firewall;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Matches as boxes: of each field one range. A match with sets of several ranges becomes several
 * boxes, or wider ones that take in the gaps, as far as the room goes; a box that is too wide only
 * costs time, for {@link Conditions} decide. Fields that no match asks for are left out.
 */
final class Boxes {
    /** About how many boxes may be made of few matches. */
    private static final int ROOM = 32_768;

    private static final int MOST_PER_MATCH = 64;

    /** The fields, by their number in a box. */
    final Field[] fields;

    private final int perMatch;
    private int[] edges;
    private int[] matches;
    private int count;

    Boxes(List<Match> all) {
        this.fields =
                Stream.of(Field.values())
                        .filter(field -> all.stream().anyMatch(m -> m.sets().containsKey(field)))
                        .toArray(Field[]::new);
        this.perMatch = Math.clamp(ROOM / Math.max(1, all.size()), 1, MOST_PER_MATCH);
        this.matches = new int[all.size()];
        this.edges = new int[all.size() * stride()];
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isEmpty()) {
                add(i, all.get(i));
            }
        }
    }

    private int stride() {
        return 2 * fields.length;
    }

    int count() {
        return count;
    }

    /** Returns the match that a box is of. */
    int match(int box) {
        return matches[box];
    }

    /** Returns the lowest number of a field, as a signed one. */
    int low(int box, int field) {
        return edges[box * stride() + 2 * field];
    }

    /** Returns the highest number of a field, as a signed one. */
    int high(int box, int field) {
        return edges[box * stride() + 2 * field + 1];
    }

    private void add(int number, Match match) {
        RangeSet[] sets = Stream.of(fields).map(match::set).toArray(RangeSet[]::new);
        int parts = parts(sets);
        for (int part = 0; part < parts; part++) {
            int box = grow();
            matches[box] = number;
            int rest = part;
            for (int field = 0; field < sets.length; field++) {
                put(box, field, sets[field], rest % sets[field].size());
                rest /= sets[field].size();
            }
        }
    }

    /** Widens sets until few enough boxes are left; returns how many. */
    private int parts(RangeSet[] sets) {
        while (true) {
            long parts = 1;
            int longest = 0;
            for (int i = 0; i < sets.length; i++) {
                parts = Math.min(Integer.MAX_VALUE, parts * sets[i].size());
                longest = sets[i].size() > sets[longest].size() ? i : longest;
            }
            if (parts <= perMatch) {
                return (int) parts;
            }
            RangeSet set = sets[longest];
            sets[longest] = RangeSet.range(set.first(0), set.last(set.size() - 1));
        }
    }

    private int grow() {
        if (count == matches.length) {
            matches = Arrays.copyOf(matches, count + count / 2 + 1);
            edges = Arrays.copyOf(edges, matches.length * stride());
        }
        return count++;
    }

    private void put(int box, int field, RangeSet set, int range) {
        int at = box * stride() + 2 * field;
        edges[at] = set.first(range) ^ Integer.MIN_VALUE;
        edges[at + 1] = set.last(range) ^ Integer.MIN_VALUE;
    }
}
