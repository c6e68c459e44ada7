package bauta.nat.schedule;

/** The targets of one rule as a {@link Scheduler} sees them, by their place in the rule. */
public interface Targets {
    /** Returns how many there are. */
    int size();

    /**
     * Returns the weight; 0 means nothing new.
     *
     * @param target its place
     */
    int weight(int target);

    /**
     * Returns how many flows in full use a target has.
     *
     * @param target its place
     */
    int active(int target);

    /**
     * Returns how many other flows a target has: such as are being opened or closed.
     *
     * @param target its place
     */
    int inactive(int target);

    /**
     * Returns whether a target has as many flows as it may have.
     *
     * @param target its place
     */
    boolean isOverloaded(int target);

    /**
     * Returns whether a target may get something new.
     *
     * @param target its place
     */
    default boolean isAvailable(int target) {
        return weight(target) > 0 && !isOverloaded(target);
    }

    /**
     * Returns the load that the least-load schedulers compare: a flow in full use counts as much as
     * 256 others.
     *
     * @param target its place
     */
    default long load(int target) {
        return active(target) * 256L + inactive(target);
    }
}
