package bauta.nat.schedule;

/**
 * lblcr: a destination has a set of targets, of which it gets the one with the least load for its
 * weight; when that one is loaded beyond its weight with another target half empty, or none is
 * available, the set gets one more. A set that was left alone for a day loses its most loaded
 * member, until one is left.
 */
final class LocalitySetLeastLoad implements Scheduler {
    private final DestinationCache cache = new DestinationCache();

    @Override
    public int pick(Targets targets, int destination, long nowNanos, boolean commit) {
        int entry = cache.find(destination, nowNanos);
        long set = entry == DestinationCache.NONE ? 0 : cache.set(entry);
        int picked = lightestOf(targets, set);
        if (Long.bitCount(set) > 1
                && nowNanos - cache.changedNanos(entry) > DestinationCache.EXPIRY_NANOS) {
            set &= ~(1L << heaviestOf(targets, set));
        }
        if (picked == NONE || LeastLoad.isToBeRelieved(targets, picked)) {
            picked = LeastLoad.lightest(targets);
            set = picked == NONE ? set : set | 1L << picked;
        }
        if (commit && set != 0) {
            cache.put(destination, set, nowNanos);
        }
        return picked;
    }

    private static int lightestOf(Targets targets, long set) {
        int least = NONE;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            int target = Long.numberOfTrailingZeros(rest);
            if (targets.isAvailable(target)
                    && (least == NONE || LeastLoad.isLighter(targets, target, least))) {
                least = target;
            }
        }
        return least;
    }

    private static int heaviestOf(Targets targets, long set) {
        int most = Long.numberOfTrailingZeros(set);
        for (long rest = set; rest != 0; rest &= rest - 1) {
            int target = Long.numberOfTrailingZeros(rest);
            if (LeastLoad.isLighter(targets, most, target)) {
                most = target;
            }
        }
        return most;
    }

    /** Returns how many destinations are remembered. */
    int remembered() {
        return cache.size();
    }
}
