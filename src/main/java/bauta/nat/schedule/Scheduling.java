package bauta.nat.schedule;

/** The kinds of {@link Scheduler}, named as {@code ip_vs} names them. */
public enum Scheduling {
    /** In turn. */
    RR,

    /** In turn, as often as the weight says. */
    WRR,

    /** The one with the least load. */
    LC,

    /** The one with the least load for its weight. */
    WLC,

    /** The one that the destination had before, else as {@link #WLC}. */
    LBLC,

    /** One of the set that the destination had before, else as {@link #WLC}. */
    LBLCR;

    /** Makes a scheduler of this kind that has not picked yet. */
    public Scheduler scheduler() {
        return switch (this) {
            case RR -> new RoundRobin();
            case WRR -> new WeightedRoundRobin();
            case LC -> new LeastLoad(false);
            case WLC -> new LeastLoad(true);
            case LBLC -> new LocalityLeastLoad();
            case LBLCR -> new LocalitySetLeastLoad();
        };
    }
}
