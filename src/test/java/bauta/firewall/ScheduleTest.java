package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Set<DayOfWeek> ALL = Set.of(DayOfWeek.values());
    private static final Schedule OFFICE = of(weekdays(), "08:00", "17:30", TOKYO);
    private static final Schedule NIGHT = of(Set.of(DayOfWeek.FRIDAY), "22:00", "06:00", TOKYO);
    private static final Schedule SUNDAY = of(Set.of(DayOfWeek.SUNDAY), "00:00", "00:00", TOKYO);
    private static final Schedule EARLY = of(ALL, "02:15", "02:45", BERLIN);
    private static final Schedule AROUND = of(ALL, "01:30", "03:30", BERLIN);

    private record Case(String name, Schedule schedule, String time, boolean want) {}

    private static Schedule of(Set<DayOfWeek> days, String from, String until, ZoneId zone) {
        return new Schedule(days, LocalTime.parse(from), LocalTime.parse(until), zone);
    }

    private static Set<DayOfWeek> weekdays() {
        return Set.of(
                DayOfWeek.MONDAY,
                DayOfWeek.TUESDAY,
                DayOfWeek.WEDNESDAY,
                DayOfWeek.THURSDAY,
                DayOfWeek.FRIDAY);
    }

    // 2026-11-20 is a Friday; 2026-03-29 and 2026-10-25 are the days that Berlin changes its
    // clocks.
    private static final List<Case> CASES =
            List.of(
                    new Case("before it begins", OFFICE, "2026-11-20T07:59:59+09:00", false),
                    new Case("as it begins", OFFICE, "2026-11-20T08:00:00+09:00", true),
                    new Case("before it ends", OFFICE, "2026-11-20T17:29:59+09:00", true),
                    new Case("as it ends", OFFICE, "2026-11-20T17:30:00+09:00", false),
                    new Case("not on Saturday", OFFICE, "2026-11-21T12:00:00+09:00", false),
                    new Case("the wall, not UTC", OFFICE, "2026-11-20T23:00:00Z", false),
                    new Case("the day of the wall", OFFICE, "2026-11-19T23:00:00Z", true),
                    new Case("before the night", NIGHT, "2026-11-20T21:59:59+09:00", false),
                    new Case("the night begins", NIGHT, "2026-11-20T22:00:00+09:00", true),
                    new Case("after midnight", NIGHT, "2026-11-21T00:00:00+09:00", true),
                    new Case("before morning", NIGHT, "2026-11-21T05:59:59+09:00", true),
                    new Case("morning", NIGHT, "2026-11-21T06:00:00+09:00", false),
                    new Case("not the next night", NIGHT, "2026-11-21T22:00:00+09:00", false),
                    new Case("not the morning before", NIGHT, "2026-11-20T05:00:00+09:00", false),
                    new Case("a whole day begins", SUNDAY, "2026-11-22T00:00:00+09:00", true),
                    new Case("a whole day goes on", SUNDAY, "2026-11-22T23:59:59+09:00", true),
                    new Case("a whole day ends", SUNDAY, "2026-11-23T00:00:00+09:00", false),
                    new Case("not before a whole day", SUNDAY, "2026-11-21T23:59:59+09:00", false),
                    new Case("an hour that is missing", EARLY, "2026-03-29T01:30:00Z", false),
                    new Case("the minute before it", EARLY, "2026-03-29T00:59:59Z", false),
                    new Case("an hour that comes twice, once", EARLY, "2026-10-25T00:30:00Z", true),
                    new Case("in between", EARLY, "2026-10-25T00:50:00Z", false),
                    new Case("and again", EARLY, "2026-10-25T01:30:00Z", true),
                    new Case("around the missing hour", AROUND, "2026-03-29T01:00:00Z", true),
                    new Case("ends by the new clock", AROUND, "2026-03-29T01:30:00Z", false));

    @Test
    void theClockOnTheWallDecides() {
        for (Case row : CASES) {
            long millis = Instant.from(OffsetDateTime.parse(row.time)).toEpochMilli();
            assertThat(row.schedule.isOn(millis)).as(row.name).isEqualTo(row.want);
        }
    }
}
