package bauta.control.admin.traffic;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param name a stable word for it
 * @param mark how it is
 * @param label what it is, for people
 * @param text what was found, for people
 * @param reason under which a packet would be dropped here
 * @param rule id of the rule that decided here
 */
public record Check(
        String name,
        Mark mark,
        String label,
        String text,
        Optional<String> reason,
        Optional<String> rule) {
    /** How it is. */
    public enum Mark {
        /** It lets the packet go on. */
        OK,
        /** It goes on, but people should know of this. */
        WARNING,
        /** Here it stops. */
        STOP
    }
}
