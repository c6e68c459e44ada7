package bauta.uplink;

import bauta.pppoe.PppoeSession;
import bauta.wire.Octets;
import bauta.wire.PppMessage;
import bauta.wire.PppoeMessage;

/** What a step of an uplink wants done, in order. */
public sealed interface UplinkAction {
    /**
     * Send a discovery message.
     *
     * @param destination the Ethernet address it goes to
     * @param message the message
     */
    record SendDiscovery(long destination, PppoeMessage message) implements UplinkAction {}

    /**
     * Send a message of PPP.
     *
     * @param session by which session
     * @param protocol its number
     * @param message the message
     */
    record SendPpp(PppoeSession session, int protocol, PppMessage message)
            implements UplinkAction {}

    /**
     * Send PADT.
     *
     * @param session the session that is over
     */
    record Terminate(PppoeSession session) implements UplinkAction {}

    /**
     * Remember a session over a crash.
     *
     * @param session the session that now exists
     */
    record Remember(PppoeSession session) implements UplinkAction {}

    /** Forget it: the concentrator has been told. */
    record Forget() implements UplinkAction {}

    /**
     * IP may flow.
     *
     * @param up what was negotiated
     */
    record Up(UplinkUp up) implements UplinkAction {}

    /**
     * IP may flow no more.
     *
     * @param cause why
     */
    record Down(UplinkCause cause) implements UplinkAction {}

    /**
     * Dialling, or a session, failed.
     *
     * @param cause why
     * @param detail what the other side said, safe to show, perhaps empty
     */
    record Failed(UplinkCause cause, String detail) implements UplinkAction {}

    /**
     * The peer said who it is; for the log.
     *
     * @param text as it came
     */
    record Identified(Octets text) implements UplinkAction {}
}
