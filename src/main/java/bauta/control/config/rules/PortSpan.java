package bauta.control.config.rules;

/**
 * Ports from one to another, both included.
 *
 * @param first 1 to 65535
 * @param last not below the first
 */
public record PortSpan(int first, int last) {
    /** Every port there is. */
    public static final PortSpan ALL = new PortSpan(0, 65_535);

    /** Returns how many they are. */
    public int size() {
        return last - first + 1;
    }

    /** Returns whether some port belongs to both. */
    public boolean overlaps(PortSpan other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first == last ? "" + first : first + "-" + last;
    }
}
