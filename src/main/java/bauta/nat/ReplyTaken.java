package bauta.nat;

/**
 * Whether a flow to the destination at hand has an external port already: asked before a port is
 * shared.
 */
@FunctionalInterface
public interface ReplyTaken {
    /**
     * Answers for the external address in the draft, and the destination that the asker knows.
     *
     * @param externalPort the port
     */
    boolean isTaken(int externalPort);
}
