package bauta.firewall;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of unsigned 32-bit numbers: addresses, ports, protocols, types. Kept as ranges that are in
 * order, apart and not adjacent, so that equal sets are equal objects. Immutable.
 */
public final class RangeSet {
    /** Every number: no condition. */
    public static final RangeSet ANY = new RangeSet(new int[] {0, -1});

    /** No number at all. */
    public static final RangeSet NONE = new RangeSet(new int[0]);

    /** First and last of each range, in unsigned order. */
    private final int[] bounds;

    private RangeSet(int[] bounds) {
        this.bounds = bounds;
    }

    /**
     * Returns the set of these numbers.
     *
     * @param numbers in any order
     */
    public static RangeSet of(int... numbers) {
        return union(IntStream.of(numbers).mapToObj(n -> range(n, n)).toList());
    }

    /**
     * Returns the set of the numbers from first to last.
     *
     * @param first the lowest
     * @param last the highest, unsigned not below the first
     * @throws IllegalArgumentException when they stand the wrong way round
     */
    public static RangeSet range(int first, int last) {
        if (Integer.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException(
                    Integer.toUnsignedString(first)
                            + " is above "
                            + Integer.toUnsignedString(last));
        }
        return new RangeSet(new int[] {first, last});
    }

    /**
     * Returns the addresses of a prefix, its host bits ignored.
     *
     * @param prefix any
     */
    public static RangeSet prefix(Ipv4Prefix prefix) {
        return range(prefix.network().bits(), prefix.broadcast().bits());
    }

    /**
     * Returns the addresses of prefixes.
     *
     * @param texts for example {@code 192.168.87.0/24}, or an address alone
     * @throws IllegalArgumentException when one is neither
     */
    public static RangeSet addresses(String... texts) {
        return union(
                Arrays.stream(texts)
                        .map(text -> text.contains("/") ? text : text + "/32")
                        .map(text -> prefix(Ipv4Prefix.parse(text)))
                        .toList());
    }

    /**
     * Returns what is in any of the sets.
     *
     * @param sets none gives the empty set
     */
    public static RangeSet union(List<RangeSet> sets) {
        long[] ranges =
                sets.stream()
                        .flatMapToLong(set ->
                                IntStream.range(0, set.size())
                                        .mapToLong(i ->
                                                (long) set.first(i) << 32
                                                        | set.last(i) & 0xffff_ffffL))
                        .map(range -> range ^ Long.MIN_VALUE)
                        .sorted()
                        .map(range -> range ^ Long.MIN_VALUE)
                        .toArray();
        return joined(ranges);
    }

    /** Joins ranges that overlap or touch; they come in the order of their firsts. */
    private static RangeSet joined(long[] ranges) {
        int[] bounds = new int[2 * ranges.length];
        int count = 0;
        for (long range : ranges) {
            int first = (int) (range >>> 32);
            int last = (int) range;
            int open = 2 * count - 1;
            boolean touches =
                    count > 0
                            && (bounds[open] == -1
                                    || Integer.compareUnsigned(first, bounds[open] + 1) <= 0);
            if (!touches) {
                bounds[2 * count] = first;
                bounds[2 * count + 1] = last;
                count++;
            } else if (Integer.compareUnsigned(last, bounds[open]) > 0) {
                bounds[open] = last;
            }
        }
        return new RangeSet(Arrays.copyOf(bounds, 2 * count));
    }

    /** Returns what is not in this set: a negation. */
    public RangeSet except() {
        int[] gaps = new int[bounds.length + 2];
        int count = 0;
        int next = 0;
        boolean done = false;
        for (int i = 0; i < size(); i++) {
            if (first(i) != next) {
                gaps[count++] = next;
                gaps[count++] = first(i) - 1;
            }
            next = last(i) + 1;
            done = last(i) == -1;
        }
        if (!done) {
            gaps[count++] = next;
            gaps[count++] = -1;
        }
        return new RangeSet(Arrays.copyOf(gaps, count));
    }

    /**
     * Returns what is in both sets.
     *
     * @param other the other one
     */
    public RangeSet and(RangeSet other) {
        return union(List.of(except(), other.except())).except();
    }

    /** Returns the number of ranges. */
    public int size() {
        return bounds.length / 2;
    }

    /**
     * Returns the lowest number of a range.
     *
     * @param range which, from 0
     */
    public int first(int range) {
        return bounds[2 * range];
    }

    /**
     * Returns the highest number of a range.
     *
     * @param range which, from 0
     */
    public int last(int range) {
        return bounds[2 * range + 1];
    }

    /** Returns whether it holds every number. */
    public boolean isAny() {
        return bounds.length == 2 && bounds[0] == 0 && bounds[1] == -1;
    }

    /**
     * Returns whether a number is in it. Takes logarithmic time.
     *
     * @param number any
     */
    public boolean contains(int number) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Integer.compareUnsigned(number, first(middle)) < 0) {
                high = middle - 1;
            } else if (Integer.compareUnsigned(number, last(middle)) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RangeSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** Writes the ranges as numbers; large ones as addresses. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : " ").append(text(first(i)));
            if (first(i) != last(i)) {
                text.append('-').append(text(last(i)));
            }
        }
        return text.append(']').toString();
    }

    private static String text(int number) {
        return number >>> 16 == 0 ? Integer.toString(number) : Ipv4Address.toString(number);
    }
}
