package bauta.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the runs of one contender in one scenario come to.
 *
 * @param forwardedPerSecond median rate of frames forwarded right
 * @param lowest the lowest run
 * @param highest the highest run
 * @param offeredPerSecond median rate of frames sent towards the router
 * @param lostShare the share of the offered frames that did not arrive right, over all runs
 * @param verified frames whose checksums were verified, over all runs
 * @param wrong frames that were forwarded wrong, over all runs
 * @param losses what the router says it lost, by side, over all runs
 * @param busy median share of the time that each CPU worked
 */
record Figures(
        double forwardedPerSecond,
        double lowest,
        double highest,
        double offeredPerSecond,
        double lostShare,
        long verified,
        long wrong,
        Losses losses,
        List<Double> busy) {

    static Figures of(List<Sample> samples) {
        List<Double> rates = samples.stream().map(Sample::rate).toList();
        long offered = samples.stream().mapToLong(Sample::offered).sum();
        long right = samples.stream().mapToLong(sample -> sample.counts().right()).sum();
        int cpus = samples.getFirst().busy().size();
        return new Figures(
                Median.of(rates),
                rates.stream().min(Double::compare).orElse(0.0),
                rates.stream().max(Double::compare).orElse(0.0),
                median(samples, Sample::offeredRate),
                offered == 0 ? 0 : 1 - (double) right / offered,
                samples.stream().mapToLong(sample -> sample.counts().sampled()).sum(),
                samples.stream().mapToLong(sample -> sample.counts().wrong()).sum(),
                samples.stream().map(Sample::losses).reduce(Losses.NONE, Losses::plus),
                IntStream.range(0, cpus)
                        .mapToObj(cpu -> median(samples, sample -> sample.busy().get(cpu)))
                        .toList());
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> what) {
        return Median.of(samples.stream().map(what::applyAsDouble).toList());
    }
}
