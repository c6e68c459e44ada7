package bauta.nat.schedule;

/** rr: the next target after the last one that is available. */
final class RoundRobin implements Scheduler {
    private int last = NONE;

    @Override
    public int pick(Targets targets, int destination, long nowNanos, boolean commit) {
        int size = targets.size();
        for (int step = 1; step <= size; step++) {
            int target = (last + step) % size;
            if (targets.isAvailable(target)) {
                last = commit ? target : last;
                return target;
            }
        }
        return NONE;
    }
}
