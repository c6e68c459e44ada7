package bauta.control.admin;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that may be done.
 *
 * @param approach the way it came
 * @param caller who asks
 * @param head what it says before its body
 * @param names what stands in the path for the names of the pattern
 * @param body its body; never changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Call(
        Approach approach,
        Caller caller,
        RequestHead head,
        Map<String, String> names,
        byte[] body) {
    Locale locale() {
        return head.locale();
    }

    /** Returns what stands in the path. */
    String name(String name) {
        return names.getOrDefault(name, "");
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(head.query().get(name));
    }

    /**
     * Reads the body.
     *
     * @param type a record
     * @throws tools.jackson.core.JacksonException when it is not JSON of that form
     */
    <T> T read(Class<T> type) {
        return ApiJson.MAPPER.readValue(body, type);
    }
}
