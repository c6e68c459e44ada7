package bauta.nat;

/**
 * How many mappings there may be.
 *
 * @param capacity mappings at most, 1 to 4,194,304; one per flow and one more is always enough
 */
public record NatSettings(int capacity) {
    private static final int MAX_CAPACITY = 1 << 22;

    /** Refuses capacities that the table cannot hold. */
    public NatSettings {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "mapping capacity " + capacity + " is outside 1 to " + MAX_CAPACITY);
        }
    }
}
