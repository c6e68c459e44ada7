package bauta.control.admin.traffic;

import java.util.List;
import java.util.Optional;

/**
 * What was seen of a trace.
 *
 * @param trace number of the latest trace; 0 before the first
 * @param lines of it, oldest first, at most 256
 */
public record TraceView(int trace, List<Line> lines) {
    /** Copies the list. */
    public TraceView {
        lines = List.copyOf(lines);
    }

    /**
     * What happened to a packet.
     *
     * @param number from 0 on, by which lines are told apart
     * @param agoMillis how long ago
     * @param event {@code ARRIVED}, {@code LEFT} or {@code DROPPED}
     * @param place name of the network or uplink, or {@code router}; empty when it was dropped
     * @param reason why it was dropped
     * @param packet what it was there, in one line
     * @param text all of this, for people
     */
    public record Line(
            int number,
            long agoMillis,
            String event,
            String place,
            Optional<String> reason,
            String packet,
            String text) {}
}
