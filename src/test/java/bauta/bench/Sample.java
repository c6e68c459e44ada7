package bauta.bench;

import java.util.List;

/**
 * What one run of one lane gave.
 *
 * @param offered frames that the generator wrote
 * @param counts what arrived at the far end
 * @param seconds how long the generator sent
 * @param busy the share of the time that each CPU worked
 * @param losses what the router says it lost
 */
record Sample(long offered, Counts counts, double seconds, List<Double> busy, Losses losses) {
    Sample(long offered, Counts counts, double seconds, List<Double> busy) {
        this(offered, counts, seconds, busy, Losses.NONE);
    }

    /** Returns the same run with what was lost in it. */
    Sample with(Losses lost) {
        return new Sample(offered, counts, seconds, busy, lost);
    }

    /** Returns frames per second that were forwarded right. */
    double rate() {
        return counts.right() / seconds;
    }

    /** Returns frames per second that were sent towards the router. */
    double offeredRate() {
        return offered / seconds;
    }
}
