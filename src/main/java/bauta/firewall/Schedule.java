package bauta.firewall;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When a rule counts: on some days of the week from one time of day to another, as the clock on the
 * wall shows it. A time that ends not after it begins goes over midnight into the next day, which
 * need not be one of the days. On the day that clocks go forward an hour may be missing, on the day
 * they go back one comes twice: the wall decides.
 *
 * @param days those on which it begins
 * @param from when it begins, included
 * @param until when it ends, excluded; equal to {@code from} means a whole day
 * @param zone whose wall
 */
public record Schedule(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
    /** Copies the days. */
    public Schedule {
        days = Set.copyOf(days);
    }

    /**
     * Returns whether it counts at a time.
     *
     * @param wallMillis milliseconds since 1970
     */
    public boolean isOn(long wallMillis) {
        LocalDateTime wall = LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis), zone);
        DayOfWeek today = wall.getDayOfWeek();
        LocalTime time = wall.toLocalTime();
        boolean began = !time.isBefore(from);
        boolean over = !time.isBefore(until);
        if (from.isBefore(until)) {
            return days.contains(today) && began && !over;
        }
        return days.contains(today) && began || days.contains(today.minus(1)) && !over;
    }
}
