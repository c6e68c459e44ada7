package bauta.link;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a port counts itself. Written by the router loop; others read what may be a little old. */
final class PortCounters {
    long received;
    long transmitted;
    long kicks;
    long driverDropped;
    long transmitStalls;
    long transmitErrors;
    long bindRetries;
    long openings;
    long losses;
    long missedWakeups;

    /** Returns the counters by name. */
    Map<String, Long> all() {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("received", received);
        map.put("transmitted", transmitted);
        map.put("kicks", kicks);
        map.put("driver-dropped", driverDropped);
        map.put("transmit-stalls", transmitStalls);
        map.put("transmit-errors", transmitErrors);
        map.put("bind-retries", bindRetries);
        map.put("openings", openings);
        map.put("losses", losses);
        map.put("missed-wakeups", missedWakeups);
        return map;
    }
}
