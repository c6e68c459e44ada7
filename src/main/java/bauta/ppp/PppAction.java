package bauta.ppp;

import bauta.wire.Octets;
import bauta.wire.PppMessage;

/** What a step of a PPP session wants done, in order. */
public sealed interface PppAction {
    /**
     * Send a message.
     *
     * @param protocol its number
     * @param message the message
     */
    record Send(int protocol, PppMessage message) implements PppAction {}

    /**
     * IP may flow.
     *
     * @param result what was negotiated
     */
    record Up(PppResult result) implements PppAction {}

    /** IP may flow no more; the session tries to negotiate anew by itself. */
    record Down() implements PppAction {}

    /**
     * The session is over; what the peer is to be told has been said.
     *
     * @param failure why
     * @param detail what the peer said, safe to show, perhaps empty
     */
    record Ended(PppFailure failure, String detail) implements PppAction {}

    /**
     * The peer said for the first time, or anew, who it is (RFC 1570); for the log. At most three
     * times in a session.
     *
     * @param text as it came
     */
    record Identified(Octets text) implements PppAction {}
}
