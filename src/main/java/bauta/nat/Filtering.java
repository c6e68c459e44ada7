package bauta.nat;

/** Who may send to a mapping from outside (RFC 4787 section 5). */
public enum Filtering {
    /** Anybody. */
    ENDPOINT_INDEPENDENT,

    /** Addresses that the internal endpoint has sent to, from any of their ports. */
    ADDRESS_DEPENDENT
}
