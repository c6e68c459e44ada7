package bauta.uplink;

import bauta.ppp.PppEvent;
import bauta.wire.PppoeMessage;

/** What can happen to an uplink. */
public sealed interface UplinkEvent {
    /** It is wanted. */
    record Start() implements UplinkEvent {}

    /** It is wanted no more. */
    record Stop() implements UplinkEvent {}

    /** It is to dial anew, now. */
    record Redial() implements UplinkEvent {}

    /**
     * The port got or lost its carrier.
     *
     * @param isUp whether it has one
     */
    record Carrier(boolean isUp) implements UplinkEvent {}

    /**
     * A discovery message came to our address.
     *
     * @param from the Ethernet address it came from
     * @param message the message
     */
    record Discovery(long from, PppoeMessage message) implements UplinkEvent {}

    /**
     * Something came in by our session.
     *
     * @param event what PPP is told
     */
    record Ppp(PppEvent event) implements UplinkEvent {}

    /**
     * The deadline of the state has come.
     *
     * @param lastReceivedNanos when the data path last saw a frame of the session
     */
    record TimeOut(long lastReceivedNanos) implements UplinkEvent {}
}
