package bauta.ppp;

import bauta.ppp.Automaton.Phase;
import bauta.wire.ControlMessage.ConfigureRequest;
import java.util.Optional;

/**
 * The whole state of one control protocol.
 *
 * @param phase where it stands in RFC 1661's table
 * @param negotiation the options on both sides
 * @param sent our latest Configure-Request
 * @param isAnswered whether a valid answer to it came; a second one is a copy and is ignored
 * @param acknowledged the latest of the peer's requests that we acknowledged
 * @param identifier of the latest message that we chose one for
 * @param attempt transmissions in a row without progress, for the restart timer's length
 * @param restartsLeft RFC 1661's restart counter
 * @param naks Configure-Naks sent since the latest Configure-Ack
 * @param refusals Naks and Rejects of the peer since it opened last
 * @param openedNanos when it opened last
 * @param deadlineNanos when the restart timer runs out, {@link #NEVER} while it does not run
 * @param <N> the negotiation's type
 */
public record ConfigureState<N extends Negotiation<N>>(
        Phase phase,
        N negotiation,
        Optional<ConfigureRequest> sent,
        boolean isAnswered,
        Optional<ConfigureRequest> acknowledged,
        int identifier,
        int attempt,
        int restartsLeft,
        int naks,
        int refusals,
        long openedNanos,
        long deadlineNanos) {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Returns the state before anything happened.
     *
     * @param negotiation what is to be negotiated
     * @param <N> its type
     */
    public static <N extends Negotiation<N>> ConfigureState<N> initial(N negotiation) {
        return new ConfigureState<>(
                Phase.INITIAL,
                negotiation,
                Optional.empty(),
                false,
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                0,
                NEVER);
    }
}
