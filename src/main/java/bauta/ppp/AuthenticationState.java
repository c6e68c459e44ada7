package bauta.ppp;

import bauta.wire.ChapMessage;
import bauta.wire.PppMessage;
import java.util.Optional;

/** Where proving who we are stands. */
public sealed interface AuthenticationState {
    /** Not begun, or not asked for. */
    record Idle() implements AuthenticationState {}

    /**
     * Our PAP request or CHAP response is out.
     *
     * @param sent what is out, to be sent again
     * @param attemptsLeft further transmissions
     * @param deadlineNanos when the next one is due
     */
    record Sent(PppMessage sent, int attemptsLeft, long deadlineNanos)
            implements AuthenticationState {}

    /** The peer is to send a challenge. */
    record AwaitingChallenge() implements AuthenticationState {}

    /**
     * Accepted.
     *
     * @param kind by which protocol
     * @param response the latest CHAP response, which the peer may still judge after a rechallenge
     */
    record Accepted(AuthenticationKind kind, Optional<ChapMessage> response)
            implements AuthenticationState {}

    /**
     * Refused by the peer.
     *
     * @param text what it said, safe to show
     */
    record Refused(String text) implements AuthenticationState {}

    /** The peer never said anything. */
    record Unanswered() implements AuthenticationState {}

    /** Returns when {@link AuthenticationMachine#timeOut} wants to be called. */
    default long deadlineNanos() {
        return this instanceof Sent(_, _, long deadline) ? deadline : ConfigureState.NEVER;
    }
}
