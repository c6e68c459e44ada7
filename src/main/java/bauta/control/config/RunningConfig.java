package bauta.control.config;

/** The running router, as far as a change of its configuration is concerned. */
public interface RunningConfig {
    /**
     * Brings a configuration into force: parts that it does not concern go on undisturbed. Blocks
     * until it is done.
     *
     * @param from what is in force now; after a failed attempt, what was attempted
     * @param to what is to be in force
     * @throws ConfigNotApplied when a part of it cannot be; the caller then applies the old one
     */
    void apply(Config from, Config to) throws ConfigNotApplied;

    /** Returns how the router is as of now. Blocks for at most five seconds. */
    Health health();
}
