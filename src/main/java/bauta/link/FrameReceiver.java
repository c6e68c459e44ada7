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

    /** Called after the last frame of a batch. */
    default void batchEnd() {}
}
