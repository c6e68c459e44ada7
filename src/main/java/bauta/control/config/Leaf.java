package bauta.control.config;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value without parts.
 *
 * @param allowed what is allowed, for people
 * @param schema the JSON Schema of it
 * @param read the value, or nothing, or an {@link IllegalArgumentException}, when it is not allowed
 * @param show the JSON text of a value
 * @param <T> the type of the value
 */
record Leaf<T>(
        Message allowed,
        ObjectNode schema,
        Function<JsonNode, Optional<T>> read,
        Function<T, String> show)
        implements Kind<T> {
    @Override
    public Optional<T> bind(JsonNode node, Site site) {
        Optional<T> value = attempt(node);
        if (value.isEmpty()) {
            site.reportNot(node, allowed);
        }
        return value;
    }

    private Optional<T> attempt(JsonNode node) {
        try {
            return read.apply(node);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String show(T value) {
        return show.apply(value);
    }
}
