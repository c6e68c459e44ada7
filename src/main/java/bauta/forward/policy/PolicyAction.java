package bauta.forward.policy;

/** What a policy does with a packet that it takes. */
public enum PolicyAction {
    /** It leaves under an address of the uplink. */
    MASQUERADE,
    /** It leaves as it is. */
    ROUTE,
    /** Dropped without a word. */
    DROP,
    /** Dropped, and the sender is told. */
    REJECT,
    /** It gets a mark, and the policies after this one are asked. */
    MARK
}
