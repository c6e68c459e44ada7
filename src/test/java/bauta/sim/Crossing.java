package bauta.sim;

import bauta.engine.DropReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to the router, and all that came of it.
 *
 * @param side where a frame came in; null when it was time, or a command, that moved the router
 * @param packet the packet in the frame; null when there was none that can be read
 * @param out what came out, in order
 * @param drops why packets ended
 * @param held how many more packets wait now, for neighbours or for their first piece
 */
record Crossing(
        @Nullable Side side,
        @Nullable Datagram packet,
        List<Emission> out,
        List<DropReason> drops,
        long held) {
    @Override
    public String toString() {
        String in = side == null ? "" : side + " <- " + (packet == null ? "noise" : packet);
        return in + (out.isEmpty() ? "" : "  => " + out) + (drops.isEmpty() ? "" : "  " + drops);
    }
}
