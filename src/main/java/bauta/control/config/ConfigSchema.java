package bauta.control.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (draft 2020-12) of {@code bauta.json}, made of the shapes and the catalogue: for
 * editors, and for programs that make forms. What stands between keys is not in it; {@link
 * ConfigReader} judges that.
 */
public final class ConfigSchema {
    private static final String ID = "urn:bauta:configuration:" + Config.SCHEMA_VERSION;

    private final Catalogue words;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private ConfigSchema(Catalogue words) {
        this.words = words;
    }

    /** Returns the schema with English descriptions, as it is published. */
    public static String text() {
        return text(Locale.ENGLISH);
    }

    /**
     * Returns the schema.
     *
     * @param locale language of the descriptions: English or Japanese; others get English
     */
    public static String text(Locale locale) {
        return Json.text(new ConfigSchema(Catalogue.of(locale)).whole());
    }

    private ObjectNode whole() {
        ObjectNode whole =
                Json.object(
                        "$schema",
                        "https://json-schema.org/draft/2020-12/schema",
                        "$id",
                        ID,
                        "title",
                        "bauta.json");
        whole.setAll(object(Config.SHAPE));
        whole.set("$defs", Json.object());
        definitions.forEach((id, definition) -> whole.withObject("/$defs").set(id, definition));
        return whole;
    }

    private ObjectNode object(Shape<?> shape) {
        ObjectNode properties = Json.object();
        for (Key<?> key : shape.keys()) {
            properties.set(key.name(), property(key, shape.id() + "." + key.name()));
            key.kind().shape().ifPresent(this::define);
        }
        List<String> required = shape.keys().stream().filter(Key::required).map(Key::name).toList();
        return Json.object(
                "type",
                "object",
                "additionalProperties",
                false,
                "required",
                required,
                "properties",
                properties);
    }

    private void define(Shape<?> shape) {
        if (!definitions.containsKey(shape.id())) {
            definitions.put(shape.id(), Json.object());
            definitions.put(shape.id(), object(shape));
        }
    }

    private <T> ObjectNode property(Key<T> key, String id) {
        ObjectNode property =
                Json.object(
                        "title",
                        title(key.name()),
                        "description",
                        words.text(Message.of("key." + id), ""));
        property.setAll(key.kind().schema());
        T otherwise = key.otherwise();
        if (!key.required() && otherwise != null) {
            property.set("default", key.standard().orElseThrow());
        }
        put(property, "x-default", "default." + id);
        put(property, "x-unit", "unit." + id);
        property.set("examples", Json.object().putArray("").add(Json.read(key.example())));
        return property;
    }

    private void put(ObjectNode property, String keyword, String id) {
        if (words.has(id)) {
            property.put(keyword, words.text(Message.of(id), ""));
        }
    }

    /** Returns {@code Cache size} for {@code cache-size}. */
    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
}
