package bauta.nat.schedule;

/** lc and wlc: the target with the least load, or the least load for its weight. */
final class LeastLoad implements Scheduler {
    private final boolean weighted;

    LeastLoad(boolean weighted) {
        this.weighted = weighted;
    }

    @Override
    public int pick(Targets targets, int destination, long nowNanos, boolean commit) {
        return least(targets, weighted);
    }

    private static int least(Targets targets, boolean weighted) {
        int least = NONE;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.isAvailable(i) && (least == NONE || isLess(targets, i, least, weighted))) {
                least = i;
            }
        }
        return least;
    }

    private static boolean isLess(Targets targets, int one, int other, boolean weighted) {
        return weighted ? isLighter(targets, one, other) : targets.load(one) < targets.load(other);
    }

    /** Compares load by weight without a division. */
    static boolean isLighter(Targets targets, int one, int other) {
        return targets.load(one) * targets.weight(other)
                < targets.load(other) * targets.weight(one);
    }

    /** Returns the available target with the least load for its weight. */
    static int lightest(Targets targets) {
        return least(targets, true);
    }

    /** Returns whether a target has more than its weight while another one has room to spare. */
    static boolean isToBeRelieved(Targets targets, int target) {
        if (targets.active(target) <= targets.weight(target)) {
            return false;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (2L * targets.active(i) < targets.weight(i)) {
                return true;
            }
        }
        return false;
    }
}
