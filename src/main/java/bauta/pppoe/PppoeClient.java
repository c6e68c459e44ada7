package bauta.pppoe;

import bauta.wire.PppoeMessage;
import io.netty.buffer.ByteBuf;

/** Who dials over a port; several may share one. Called on the router loop only. */
public interface PppoeClient {
    /**
     * Offers a discovery message for our address.
     *
     * @param from the Ethernet address it came from
     * @param message the message
     * @return whether it was this client's
     */
    boolean discovery(long from, PppoeMessage message);

    /**
     * Returns whether a session is this client's, or may be about to become so because it is just
     * being asked for.
     *
     * @param from the concentrator's Ethernet address
     * @param sessionId of the session
     */
    boolean owns(long from, int sessionId);

    /**
     * Takes the payload of a session frame that it {@link #owns}; the frame stays the caller's.
     *
     * @param from the Ethernet address it came from
     * @param sessionId of the frame
     * @param frame buffer of the frame
     * @param at index of the PPP protocol field
     * @param end index behind the PPPoE payload
     */
    void session(long from, int sessionId, ByteBuf frame, int at, int end);
}
