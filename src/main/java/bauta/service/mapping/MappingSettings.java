package bauta.service.mapping;

import bauta.nat.PortRange;
import java.time.Duration;

/**
 * What programs may have.
 *
 * @param ports external ports that are given away
 * @param longest the longest lease
 * @param perHost leases of one host at most
 * @param ask whether the owner of the house is asked about each new one
 */
public record MappingSettings(PortRange ports, Duration longest, int perHost, boolean ask) {
    /** What a household has that chooses nothing. */
    public static final MappingSettings STANDARD =
            new MappingSettings(new PortRange(1024, 65_535), Duration.ofDays(7), 32, false);
}
