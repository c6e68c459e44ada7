package bauta.uplink;

import java.time.Duration;

/**
 * How often dialling failed so far, by schedule. Immutable.
 *
 * @param failures in a row that follow the general schedule
 * @param refusals log-ins refused in a row
 */
record Retry(int failures, int refusals) {
    static final Retry NONE = new Retry(0, 0);

    /**
     * A wait and the count that the next one starts from.
     *
     * @param waitNanos how long to wait
     * @param next the count afterwards
     */
    record Wait(long waitNanos, Retry next) {}

    /**
     * Computes the wait after a failure.
     *
     * @param settings the schedules
     * @param cause what went wrong
     * @param upNanos how long the session had been up, negative when it never was
     * @param chance from 0 to 1
     */
    Wait after(RetrySettings settings, UplinkCause cause, long upNanos, double chance) {
        boolean stable = upNanos >= settings.stable().toNanos();
        Retry before = stable ? NONE : upNanos >= 0 ? new Retry(failures, 0) : this;
        return switch (cause.pace()) {
            case SOON -> new Wait(0, before);
            case LINE -> new Wait(jittered(settings.line(), chance), new Retry(0, refusals));
            case AUTHENTICATION ->
                    new Wait(
                            jittered(
                                    doubled(
                                            settings.authenticationFirst(),
                                            settings.authenticationLongest(),
                                            before.refusals),
                                    chance),
                            new Retry(before.failures, before.refusals + 1));
            case GENERAL -> {
                Duration first = upNanos >= 0 ? settings.lost() : settings.first();
                Duration wait = doubled(first, settings.longest(), before.failures);
                yield new Wait(
                        jittered(wait, chance), new Retry(before.failures + 1, before.refusals));
            }
        };
    }

    private static Duration doubled(Duration first, Duration longest, int times) {
        Duration wait = first.multipliedBy(1L << Math.clamp(times, 0, 20));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    private static long jittered(Duration wait, double chance) {
        double factor = 1 + (chance * 2 - 1) * RetrySettings.JITTER_PERCENT / 100.0;
        return (long) (wait.toNanos() * factor);
    }
}
