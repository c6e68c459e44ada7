package bauta.nat;

/** How the external port of a new mapping is chosen. */
public enum PortSelection {
    /** The internal port while it is free, else one of its range and parity (RFC 4787 REQ-3, 4). */
    PRESERVE,

    /**
     * A port that cannot be foreseen, of the same range and, for UDP, parity (RFC 6056 section
     * 3.3.1).
     */
    RANDOM
}
