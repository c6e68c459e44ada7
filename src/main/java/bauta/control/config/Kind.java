package bauta.control.config;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a key takes: the only place that turns JSON into a value.
 *
 * @param <T> the type of the value
 */
interface Kind<T> {
    /** Returns what is allowed, for people. */
    Message allowed();

    /**
     * Reads a value; everything wrong is reported at the site, nothing is thrown.
     *
     * @param node what stands in the file
     * @param site where it stands
     * @return the value, or nothing when it cannot stand for one
     */
    Optional<T> bind(JsonNode node, Site site);

    /** Returns the JSON Schema (draft 2020-12) of what it takes, as far as one can say it. */
    ObjectNode schema();

    /** Returns the keys of the object that it takes, or of the elements of the list. */
    default Optional<Shape<?>> shape() {
        return Optional.empty();
    }

    /** Returns the JSON text of a value, for the reference page. */
    default String show(T value) {
        return "\"" + value + "\"";
    }
}
