package bauta.nat;

/**
 * Ports from the first to the last.
 *
 * @param first 0 to 65,535
 * @param last 0 to 65,535, not before the first
 */
public record PortRange(int first, int last) {
    /** Every port, and what has none. */
    public static final PortRange ANY = new PortRange(0, 0xffff);

    /** Refuses ranges that are none. */
    public PortRange {
        if (first < 0 || last > 0xffff || first > last) {
            throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
        }
    }

    /**
     * Returns the range of one port.
     *
     * @param port the port
     */
    public static PortRange of(int port) {
        return new PortRange(port, port);
    }

    /**
     * Returns whether a port lies inside.
     *
     * @param port any port
     */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** Returns how many ports there are. */
    public int size() {
        return last - first + 1;
    }
}
