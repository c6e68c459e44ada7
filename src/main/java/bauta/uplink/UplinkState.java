package bauta.uplink;

import bauta.ppp.PppState;
import bauta.pppoe.DiscoveryState;
import bauta.pppoe.PppoeSession;
import bauta.wire.PppoeMessage;
import java.util.Optional;

/**
 * The whole state of an uplink.
 *
 * @param stage where it stands, with what belongs to that
 * @param hasCarrier whether the port can send
 * @param stale a session that the concentrator may still hold and is to be told about before the
 *     next dial
 * @param retry how often dialling failed
 * @param attempts how often it has dialled since start
 * @param refusedUntilNanos before when a carrier that comes back does not dial, because a log-in
 *     was refused
 */
public record UplinkState(
        Stage stage,
        boolean hasCarrier,
        Optional<PppoeSession> stale,
        Retry retry,
        long attempts,
        long refusedUntilNanos) {
    /** Where an uplink stands. None of these is final. */
    public sealed interface Stage {}

    /** Not wanted. */
    public record Stopped() implements Stage {}

    /** Wanted, but the port has no carrier. */
    public record NoCarrier() implements Stage {}

    /**
     * Waits before it dials again.
     *
     * @param deadlineNanos when it will
     */
    public record Waiting(long deadlineNanos) implements Stage {}

    /**
     * Looks for a concentrator and asks for a session.
     *
     * @param discovery where that stands
     */
    public record Discovering(DiscoveryState discovery) implements Stage {}

    /**
     * Has a session and negotiates or runs it.
     *
     * @param session the session
     * @param acName the concentrator's name
     * @param maxPayloadBytes the longest PPP payload that the line carries
     * @param ppp where PPP stands
     * @param up what was negotiated, while IP flows
     * @param upNanos when IP began to flow, or -1
     */
    public record InSession(
            PppoeSession session,
            String acName,
            int maxPayloadBytes,
            PppState ppp,
            Optional<UplinkUp> up,
            long upNanos)
            implements Stage {}

    /** Returns the state at the start of the process. */
    static UplinkState initial(boolean hasCarrier, Optional<PppoeSession> stale) {
        return new UplinkState(new Stopped(), hasCarrier, stale, Retry.NONE, 0, Long.MIN_VALUE);
    }

    /**
     * Returns whether a discovery message answers this uplink or ends its session.
     *
     * @param from the Ethernet address it came from
     * @param message the message
     */
    boolean isFor(long from, PppoeMessage message) {
        return switch (stage) {
            case Discovering(DiscoveryState discovery) -> discovery.isFor(message.tags());
            case InSession _ ->
                    message instanceof PppoeMessage.Padt(int sessionId, _) && owns(from, sessionId);
            case Stopped _, NoCarrier _, Waiting _ -> false;
        };
    }

    /**
     * Returns whether a session is this uplink's, or may become so at any moment.
     *
     * @param from the concentrator's Ethernet address
     * @param sessionId of the session
     */
    boolean owns(long from, int sessionId) {
        return switch (stage) {
            case Discovering(DiscoveryState.Requesting requesting) ->
                    requesting.offer().acMac() == from;
            case InSession in ->
                    in.session().acMac() == from && in.session().sessionId() == sessionId;
            case Stopped _, NoCarrier _, Waiting _, Discovering _ -> false;
        };
    }

    /**
     * Returns when {@link UplinkEvent.TimeOut} wants to be sent, {@code Long.MAX_VALUE} for never.
     */
    public long deadlineNanos() {
        return switch (stage) {
            case Stopped _, NoCarrier _ -> Long.MAX_VALUE;
            case Waiting(long deadline) -> deadline;
            case Discovering(DiscoveryState discovery) -> discovery.deadlineNanos();
            case InSession in -> in.ppp.deadlineNanos();
        };
    }
}
