package bauta.nat.schedule;

/**
 * wrr: walks the targets with a threshold that falls from the highest weight in steps of the
 * weights' greatest common divisor; whoever's weight reaches the threshold is picked. Weights 4, 3
 * and 2 give A A B A B C A B C.
 */
final class WeightedRoundRobin implements Scheduler {
    private int last = NONE;
    private int threshold;

    @Override
    public int pick(Targets targets, int destination, long nowNanos, boolean commit) {
        int size = targets.size();
        int step = divisor(targets);
        if (step == 0) {
            return NONE;
        }
        int highest = highest(targets);
        int rounds = highest / step + 1;
        int at = last;
        int now = threshold == 0 ? highest : Math.min(threshold, highest);
        for (int looks = 0; looks < rounds * size; looks++) {
            at++;
            if (at == size) {
                at = 0;
                now -= step;
                now = now <= 0 ? highest : now;
            }
            if (targets.weight(at) >= now && targets.isAvailable(at)) {
                last = commit ? at : last;
                threshold = commit ? now : threshold;
                return at;
            }
        }
        return NONE;
    }

    private static int highest(Targets targets) {
        int highest = 0;
        for (int i = 0; i < targets.size(); i++) {
            highest = Math.max(highest, targets.weight(i));
        }
        return highest;
    }

    /** Returns 0 when all weights are 0. */
    private static int divisor(Targets targets) {
        int divisor = 0;
        for (int i = 0; i < targets.size(); i++) {
            int weight = targets.weight(i);
            while (weight != 0) {
                int rest = divisor % weight;
                divisor = weight;
                weight = rest;
            }
        }
        return divisor;
    }
}
