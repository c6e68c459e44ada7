package bauta.nat.schedule;

/**
 * Picks targets. Keeps what it needs to remember from pick to pick; that is bounded. One thread;
 * the number of targets stays the same for its life.
 */
public sealed interface Scheduler
        permits RoundRobin, WeightedRoundRobin, LeastLoad, LocalityLeastLoad, LocalitySetLeastLoad {
    /** No target is available. */
    int NONE = -1;

    /**
     * Picks a target.
     *
     * @param targets the targets
     * @param destination the destination address of the packet
     * @param nowNanos the time
     * @param commit whether the pick counts; else nothing changes, and the next pick is the same
     * @return its place, or {@link #NONE}
     */
    int pick(Targets targets, int destination, long nowNanos, boolean commit);
}
