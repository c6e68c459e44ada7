package bauta.ppp;

import bauta.wire.ControlMessage;
import bauta.wire.Octets;
import bauta.wire.PppMessage;

/** What can happen to a PPP session. */
public sealed interface PppEvent {
    /** The session below is there. */
    record Start() implements PppEvent {}

    /**
     * A message of LCP came.
     *
     * @param message well formed
     */
    record Lcp(ControlMessage message) implements PppEvent {}

    /**
     * A message of IPCP came.
     *
     * @param message well formed
     */
    record Ipcp(ControlMessage message) implements PppEvent {}

    /**
     * A message of PAP or CHAP came.
     *
     * @param protocol its number
     * @param message well formed
     * @param whole its bytes, for a Protocol-Reject when that protocol was not agreed on
     */
    record Authentication(int protocol, PppMessage message, Octets whole) implements PppEvent {}

    /**
     * A frame of a protocol came that is not spoken here.
     *
     * @param protocol its number
     * @param payload what stands behind the number
     */
    record Unknown(int protocol, Octets payload) implements PppEvent {}

    /**
     * The deadline of the state has come.
     *
     * @param lastReceivedNanos when the data path last saw a frame of this session; a time before
     *     the session's own start counts as never
     */
    record TimeOut(long lastReceivedNanos) implements PppEvent {}

    /**
     * The session is to end.
     *
     * @param reason text for the peer
     */
    record Close(String reason) implements PppEvent {}
}
