package bauta.nat.schedule;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Targets of a test: A, B, C and so on, with weights and loads that the test sets. */
final class Servers implements Targets {
    final int[] weights;
    final int[] active;
    final int[] inactive;
    final int[] limits;

    private Servers(int[] weights) {
        this.weights = weights;
        this.active = new int[weights.length];
        this.inactive = new int[weights.length];
        this.limits = new int[weights.length];
        Arrays.fill(limits, Integer.MAX_VALUE);
    }

    static Servers weighing(int... weights) {
        return new Servers(weights.clone());
    }

    Servers active(int... counts) {
        System.arraycopy(counts, 0, active, 0, counts.length);
        return this;
    }

    Servers inactive(int... counts) {
        System.arraycopy(counts, 0, inactive, 0, counts.length);
        return this;
    }

    Servers limits(int... most) {
        System.arraycopy(most, 0, limits, 0, most.length);
        return this;
    }

    /** Returns the letters of picks in a row, each of which stays as an active flow. */
    String loaded(Scheduler scheduler, int picks) {
        return IntStream.range(0, picks)
                .map(i -> {
                    int picked = scheduler.pick(this, 0, i, true);
                    if (picked >= 0) {
                        active[picked]++;
                    }
                    return picked;
                })
                .mapToObj(Servers::letter)
                .collect(joining());
    }

    /** Returns the letters of picks in a row that change no load. */
    String idle(Scheduler scheduler, int picks) {
        return IntStream.range(0, picks)
                .map(i -> scheduler.pick(this, 0, i, true))
                .mapToObj(Servers::letter)
                .collect(joining());
    }

    static String letter(int target) {
        return target < 0 ? "-" : String.valueOf((char) ('A' + target));
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public int weight(int target) {
        return weights[target];
    }

    @Override
    public int active(int target) {
        return active[target];
    }

    @Override
    public int inactive(int target) {
        return inactive[target];
    }

    @Override
    public boolean isOverloaded(int target) {
        return active[target] + inactive[target] >= limits[target];
    }
}
