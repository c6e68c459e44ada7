package bauta.pppoe;

import bauta.wire.Octets;
import bauta.wire.PppoeTags;

/** Where discovery stands. */
public sealed interface DiscoveryState {
    /**
     * PADI is out.
     *
     * @param hostUniq what answers must carry
     * @param maxPayloadBytes the PPP-Max-Payload we announce (RFC 4638), 0 for none
     * @param attempt how many PADIs went out
     * @param unfit why the latest offer was not taken, empty when there was none
     * @param deadlineNanos when the next one is due
     */
    record Soliciting(
            Octets hostUniq, int maxPayloadBytes, int attempt, String unfit, long deadlineNanos)
            implements DiscoveryState {}

    /**
     * PADR is out.
     *
     * @param hostUniq what the answer must carry
     * @param offer the offer that we took
     * @param attempt how many PADRs went out
     * @param deadlineNanos when the next one is due
     */
    record Requesting(Octets hostUniq, Offer offer, int attempt, long deadlineNanos)
            implements DiscoveryState {}

    /**
     * There is a session.
     *
     * @param sessionId 1 to 65,534
     * @param acMac the concentrator's address
     * @param acName its name
     * @param maxPayloadBytes the longest PPP payload both sides can take: 1492, or more as both
     *     announced by RFC 4638
     */
    record Confirmed(int sessionId, long acMac, String acName, int maxPayloadBytes)
            implements DiscoveryState {}

    /**
     * There is none.
     *
     * @param failure why
     * @param detail what the concentrator said, safe to show
     */
    record Failed(DiscoveryFailure failure, String detail) implements DiscoveryState {}

    /**
     * What a concentrator offered.
     *
     * @param acMac its address
     * @param acName its name, safe to show
     * @param request the tags of our PADR
     */
    record Offer(long acMac, String acName, PppoeTags request) {}

    /**
     * Returns whether a message carries the Host-Uniq that is awaited.
     *
     * @param tags of the message
     */
    default boolean isFor(PppoeTags tags) {
        return switch (this) {
            case Soliciting(Octets uniq, _, _, _, _) -> DiscoveryMachine.isFor(uniq, tags);
            case Requesting(Octets uniq, _, _, _) -> DiscoveryMachine.isFor(uniq, tags);
            case Confirmed _, Failed _ -> false;
        };
    }

    /** Returns when {@link DiscoveryMachine#timeOut} wants to be called. */
    default long deadlineNanos() {
        return switch (this) {
            case Soliciting(_, _, _, _, long deadline) -> deadline;
            case Requesting(_, _, _, long deadline) -> deadline;
            case Confirmed _, Failed _ -> Long.MAX_VALUE;
        };
    }
}
