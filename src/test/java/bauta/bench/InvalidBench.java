package bauta.bench;

/** What was measured is not what should have been: no figure of this run may be used. */
final class InvalidBench extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidBench(String message) {
        super(message);
    }
}
