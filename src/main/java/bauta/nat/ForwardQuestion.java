package bauta.nat;

import bauta.engine.DropReason;

/** A packet that wants to be forwarded, and the answers: a reused scratch object. */
public final class ForwardQuestion {
    /** The uplink that the external address is of. */
    public int uplink;

    /** The external address that the packet was sent to. */
    public int externalAddress;

    /** Protocol number. */
    public int protocol;

    /** Destination port; 0 for protocols other than TCP and UDP. */
    public int port;

    /** The packet's source address. */
    public int peerAddress;

    /** The packet's mark. */
    public int mark;

    /** The time. */
    public long nowNanos;

    /** Whether the packet came from the inside. */
    public boolean hairpin;

    /** Answer of a search that found nothing: {@code NONE}, or that only the source was wrong. */
    public DropReason refusal = DropReason.NONE;

    /** Answer: the inside address. */
    public int targetAddress;

    /** Answer: the inside port. */
    public int targetPort;

    /** Answer: the number that the flow is counted by, see {@link PortForwards#began}. */
    public int target;
}
