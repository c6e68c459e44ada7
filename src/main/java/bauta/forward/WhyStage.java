package bauta.forward;

/** The stages of the path that decide about a packet, in no order: what comes first depends. */
public enum WhyStage {
    /** Its headers. */
    READ,
    /** Where it says it comes from. */
    SOURCE,
    /** Where it goes, and whether there is a way. */
    DESTINATION,
    /** A flow that it belongs to. */
    FLOW,
    /** The policies of masquerading. */
    POLICY,
    /** The firewall's rules. */
    FIREWALL,
    /** Forwards: ports, triggers, marks, the exposed host. */
    FORWARD,
    /** The external port, and who may come in by it. */
    MAPPING,
    /** Its time to live. */
    TTL,
    /** Its length. */
    SIZE,
    /** Where it stands in its TCP connection. */
    TCP,
    /** The hardware address of the host that it goes to. */
    NEIGHBOUR,
    /** It leaves. */
    OUT
}
