package bauta.control.config.rules;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * Times of the week under a name, for several rules.
 *
 * @param name unique among them
 * @param days days on which it begins
 * @param from when it begins
 * @param until when it ends; not after the beginning means on the next day
 * @param zone whose clock
 */
public record RuleTimes(
        String name, List<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
    /** Copies the list. */
    public RuleTimes {
        days = List.copyOf(days);
    }
}
