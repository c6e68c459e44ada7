/**
 * Frames in and frames out: packet rings and the TUN on the event loop, neighbours. A frame is
 * named by the index of its first byte in the one {@link bauta.link.FramePool} of the process; who
 * holds the index owns the frame and must send it, deliver it or drop it. Start reading at {@link
 * bauta.link.FramePool} and {@link bauta.link.FrameReceiver}.
 */
@NullMarked
package bauta.link;

import org.jspecify.annotations.NullMarked;
