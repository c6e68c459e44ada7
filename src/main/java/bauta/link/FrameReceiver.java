package bauta.link;

import bauta.engine.HotPath;

/** Takes frames that came in by a port. Called on the router loop only. */
@HotPath
public interface FrameReceiver {
    /**
     * Takes one frame and its ownership: it must be sent, delivered, or dropped and released.
     *
     * @param at index of the first byte in {@link FramePool#memory()}: the Ethernet header on a
     *     NIC, the IP header on the TUN
     * @param length in bytes, without the frame check sequence
     */
    void receive(int at, int length);

    /**
     * Tells of a frame that is going to be received next, after those that were told of before it:
     * what it needs can be fetched for several frames at once. Nothing may change but what is kept
     * ready; the frame still belongs to the caller, and may not come after all.
     *
     * @param at as in {@link #receive}
     * @param length as in {@link #receive}
     */
    default void coming(int at, int length) {}

    /** Called after the last frame of a batch. */
    default void batchEnd() {}
}
