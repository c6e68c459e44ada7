package bauta.bench;

import bauta.control.admin.StatusClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Frames that a router lost, by the side they were lost on, since it started.
 *
 * @param door not taken by its receive rings: it did not keep up
 * @param inside dropped by the path, under a reason
 * @param wayOut refused by the driver, or found the transmit ring full
 */
record Losses(long door, long inside, long wayOut) {
    static final Losses NONE = new Losses(0, 0, 0);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FULL = "TRANSMIT_RING_FULL";
    private static final List<String> AT_DOOR =
            List.of("bulk-receive-ring-full", "bulk-receive-dropped", "no-ring");

    /**
     * Asks the running router.
     *
     * @param socket its control socket
     */
    static Losses of(Path socket) {
        try {
            JsonNode status = JSON.readTree(StatusClient.fetch(socket));
            long door = 0;
            long wayOut = status.path("drops").path(FULL).asLong(0);
            for (JsonNode port : status.path("link").path("ports")) {
                JsonNode counters = port.path("counters");
                for (String name : AT_DOOR) {
                    door += counters.path(name).asLong(0);
                }
                wayOut += counters.path("driver-dropped").asLong(0);
            }
            return new Losses(door, status.path("forward").path("dropped").asLong(0), wayOut);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Losses plus(Losses other) {
        return new Losses(door + other.door, inside + other.inside, wayOut + other.wayOut);
    }

    Losses minus(Losses other) {
        return new Losses(door - other.door, inside - other.inside, wayOut - other.wayOut);
    }
}
