package bauta.flow;

/**
 * What a new flow is made of: one reused scratch object, so that first packets allocate nothing.
 * Every field is written by the caller before each {@link FlowTable#insert}.
 */
public final class FlowDraft {
    /** First long of the original 5-tuple, see {@link FiveTuple}. */
    public long originalAddresses;

    /** Second long of the original 5-tuple. */
    public long originalPorts;

    /** First long of the reply 5-tuple: what an answer looks like when it comes in. */
    public long replyAddresses;

    /** Second long of the reply 5-tuple. */
    public long replyPorts;

    /** The uplink that the flow uses. */
    public int uplink;

    /** The mapping that the flow shares, or -1. */
    public int mapping;

    /** The first state. */
    public int state;
}
