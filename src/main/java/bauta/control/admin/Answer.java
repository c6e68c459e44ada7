package bauta.control.admin;

import bauta.control.admin.EventHub.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is answered with.
 *
 * @param status HTTP status
 * @param headers beside those that every answer has
 * @param body what follows
 */
record Answer(int status, Map<String, String> headers, Body body) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int FOUND = 302;

    Answer {
        headers = Map.copyOf(headers);
    }

    /** What follows the headers. */
    sealed interface Body {
        /** Nothing. */
        record Nothing() implements Body {}

        /** A document, to be written as JSON. */
        record Json(Object document) implements Body {}

        /** What an error says, in the language of the client. */
        record Failure(ApiError error, List<Object> arguments) implements Body {}

        /** Bytes as they are; never changed. */
        @SuppressWarnings("ArrayRecordComponent")
        record Bytes(String type, byte[] content) implements Body {}

        /** Events, as long as the client listens: these first, then those after the last seen. */
        record Events(List<Event> first, Optional<String> lastSeen) implements Body {
            /** Copies the list. */
            public Events {
                first = List.copyOf(first);
            }
        }
    }

    static Answer of(int status, Body body) {
        return new Answer(status, Map.of(), body);
    }

    static Answer ok(Object document) {
        return of(OK, new Body.Json(document));
    }

    static Answer created(Object document) {
        return of(CREATED, new Body.Json(document));
    }

    static Answer done() {
        return of(NO_CONTENT, new Body.Nothing());
    }

    static Answer bytes(String type, byte[] content) {
        return of(OK, new Body.Bytes(type, content));
    }

    static Answer error(ApiError error, Object... arguments) {
        return of(error.status(), new Body.Failure(error, List.of(arguments)));
    }

    static Answer events(List<Event> first, Optional<String> lastSeen) {
        return of(OK, new Body.Events(first, lastSeen));
    }

    /** To another address. */
    static Answer elsewhere(String location) {
        return of(FOUND, new Body.Nothing())
                .with("Location", location)
                .with("Cache-Control", "no-store");
    }

    /** Not now. */
    static Answer later(ApiError error, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return error(error, seconds).with("Retry-After", "" + seconds);
    }

    /** This one with one more header. */
    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}
