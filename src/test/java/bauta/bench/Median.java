package bauta.bench;

import java.util.List;

/** The middle of a few measurements. */
final class Median {
    private Median() {}

    /** Returns the middle value, or the mean of the two in the middle; 0 of none. */
    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        if (size == 0) {
            return 0;
        }
        return (sorted.get(size / 2) + sorted.get((size - 1) / 2)) / 2;
    }
}
