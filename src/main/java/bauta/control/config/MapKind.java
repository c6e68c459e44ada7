package bauta.control.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An object whose keys are names of the user's choice, in the order of the file.
 *
 * @param allowed what is allowed, for people
 * @param key what its keys may be
 * @param element what its values may be
 * @param <T> the type of the values
 */
record MapKind<T>(Message allowed, Kind<String> key, Kind<T> element)
        implements Kind<Map<String, T>> {
    @Override
    public ObjectNode schema() {
        return Json.object(
                "type",
                "object",
                "propertyNames",
                key.schema(),
                "additionalProperties",
                element.schema());
    }

    @Override
    public Optional<Map<String, T>> bind(JsonNode node, Site site) {
        if (!node.isObject()) {
            site.reportNot(node, allowed);
            return Optional.empty();
        }
        Map<String, T> bound = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Site here = site.child(entry.getKey());
            Optional<String> name = key.bind(StringNode.valueOf(entry.getKey()), here);
            Optional<T> value = element.bind(entry.getValue(), here);
            name.ifPresent(n -> value.ifPresent(v -> bound.put(n, v)));
        }
        return Optional.of(bound);
    }

    @Override
    public String show(Map<String, T> values) {
        return values.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + element.show(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
