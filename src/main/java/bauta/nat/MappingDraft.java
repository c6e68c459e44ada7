package bauta.nat;

/**
 * An internal endpoint that wants an external one: a reused scratch object, filled anew for each
 * question. Router loop only.
 */
public final class MappingDraft {
    /** The uplink's number, below {@link Mappings#MAX_UPLINKS}. */
    public int uplink;

    /**
     * The external address to be used. 0 means one of the uplink's pool, see {@link Mappings#pool};
     * the answer is left here.
     */
    public int externalAddress;

    /** Protocol number. */
    public int protocol;

    /** Internal address. */
    public int address;

    /**
     * Internal port, ICMP echo identifier, or 0 where the protocol has neither. Protocols other
     * than TCP, UDP and ICMP keep it outside.
     */
    public int port;

    /** The external port that a new mapping gets if it is free; 0 is the internal one. */
    public int wantedPort;
}
