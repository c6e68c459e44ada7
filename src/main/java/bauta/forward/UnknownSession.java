package bauta.forward;

/** Told of session frames that belong to no session of ours, to be answered by a PADT. */
@FunctionalInterface
public interface UnknownSession {
    /**
     * A frame came; called for each, so who answers bounds the rate of answers.
     *
     * @param acMac who sent it, in the low 48 bits
     * @param sessionId the session it names
     */
    void received(long acMac, int sessionId);
}
