package bauta.sim;

/**
 * A packet that came out of the router.
 *
 * @param side where
 * @param packet the packet
 * @param kind how
 */
record Emission(Side side, Datagram packet, Kind kind) {
    /** How a packet leaves. */
    enum Kind {
        /** At once. */
        SENT,
        /** Not yet: finished, it waits for its neighbour. */
        WAITS,
        /** One that waited. */
        WAITED
    }

    @Override
    public String toString() {
        return side + (kind == Kind.SENT ? "" : " " + kind) + " " + packet;
    }
}
