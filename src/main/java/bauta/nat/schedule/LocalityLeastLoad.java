package bauta.nat.schedule;

/**
 * lblc: a destination stays with the target that it had, while that one is available and not loaded
 * beyond its weight with another one half empty; else it gets the target with the least load for
 * its weight.
 */
final class LocalityLeastLoad implements Scheduler {
    private final DestinationCache cache = new DestinationCache();

    @Override
    public int pick(Targets targets, int destination, long nowNanos, boolean commit) {
        int entry = cache.find(destination, nowNanos);
        int picked =
                entry == DestinationCache.NONE
                        ? NONE
                        : Long.numberOfTrailingZeros(cache.set(entry));
        if (picked == NONE
                || !targets.isAvailable(picked)
                || LeastLoad.isToBeRelieved(targets, picked)) {
            picked = LeastLoad.lightest(targets);
        }
        if (commit && picked != NONE) {
            cache.put(destination, 1L << picked, nowNanos);
        }
        return picked;
    }

    /** Returns how many destinations are remembered. */
    int remembered() {
        return cache.size();
    }
}
