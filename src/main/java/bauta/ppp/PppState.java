package bauta.ppp;

import bauta.wire.Octets;

/**
 * The whole state of one PPP session.
 *
 * @param phase where the link stands (RFC 1661 section 3.2)
 * @param lcp the link's own protocol
 * @param authentication where proving who we are stands
 * @param ipcp IP's protocol
 * @param echo the keep-alive
 * @param peerName what the peer calls itself
 * @param identifier of the latest message that is not the automatons'
 * @param limitNanos when the phase must be over
 */
public record PppState(
        LinkPhase phase,
        ConfigureState<LcpNegotiation> lcp,
        AuthenticationState authentication,
        ConfigureState<IpcpNegotiation> ipcp,
        EchoState echo,
        PeerName peerName,
        int identifier,
        long limitNanos) {
    /** The phases of RFC 1661 section 3.2, the network phase split by whether IP flows. */
    public enum LinkPhase {
        /** Not begun, or over. */
        DEAD,
        /** LCP negotiates. */
        ESTABLISH,
        /** We prove who we are. */
        AUTHENTICATE,
        /** IPCP negotiates. */
        NETWORK,
        /** IP flows. */
        OPEN
    }

    /**
     * The keep-alive.
     *
     * @param unanswered echo requests since the last sign of life
     * @param heardNanos the last sign of life
     * @param deadlineNanos when to look again
     */
    public record EchoState(int unanswered, long heardNanos, long deadlineNanos) {
        static final EchoState OFF = new EchoState(0, 0, ConfigureState.NEVER);
    }

    /**
     * What the peer calls itself (RFC 1570). A peer that goes on to change its name is no longer
     * listened to.
     *
     * @param text as it came, empty when it never said
     * @param changes how often it has been told, up to {@link #MAX_CHANGES}
     */
    public record PeerName(Octets text, int changes) {
        /** Names that one session listens to. */
        static final int MAX_CHANGES = 3;

        static final PeerName NONE = new PeerName(Octets.EMPTY, 0);
    }

    /** Returns when {@link PppEvent.TimeOut} wants to be sent, {@code Long.MAX_VALUE} for never. */
    public long deadlineNanos() {
        long negotiation = Math.min(lcp.deadlineNanos(), ipcp.deadlineNanos());
        long rest = Math.min(authentication.deadlineNanos(), echo.deadlineNanos());
        return Math.min(limitNanos, Math.min(negotiation, rest));
    }
}
