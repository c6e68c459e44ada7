package bauta.sim;

/** The external addresses of the house beside that of the uplink: these two stay. */
final class External {
    /** What policies masquerade some hosts under. */
    static final int SECOND = End.ip(203, 0, 113, 129);

    /** The one that {@link #PAIRED} has for itself, while there is 1:1 translation. */
    static final int PAIR = End.ip(203, 0, 113, 130);

    /** An inside host, of the second network. */
    static final int PAIRED = End.ip(192, 168, 88, 6);

    private External() {}
}
