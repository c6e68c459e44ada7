package bauta.alg;

/** Why something that a control connection announced was not let in. */
public enum Refusal {
    /** The address announced is not that of who announces it. */
    OTHER_ADDRESS,
    /** The port is below 1024, or one that is never opened. */
    FORBIDDEN_PORT,
    /** The control connection, the host or the whole router has too many expectations already. */
    TOO_MANY,
    /** No external port was left. */
    NO_PORT,
    /** Somebody else awaits the same already. */
    TAKEN,
    /** The bytes are not what the protocol allows. */
    MALFORMED,
    /** The unit is longer than any sensible one. */
    TOO_LONG,
    /** The opening bytes are of another protocol. */
    OTHER_PROTOCOL,
    /** The control connection is encrypted from here on; nobody can help it. */
    ENCRYPTED
}
