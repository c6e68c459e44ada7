package bauta.firewall;

/** What becomes of a new flow. */
public enum Verdict {
    /** It may pass. */
    ACCEPT,
    /** Dropped without a word. */
    DROP,
    /** Dropped, and the sender is told. */
    REJECT
}
