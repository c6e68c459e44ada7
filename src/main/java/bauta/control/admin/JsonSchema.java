package bauta.control.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;

/**
 * The JSON Schema (draft 2020-12) of records as {@link ApiJson} writes and reads them, asked of
 * Jackson itself so that it cannot say anything else than what is sent. Records are kept by name,
 * for references.
 */
final class JsonSchema {
    private final Map<String, Object> named = new TreeMap<>();
    private final Map<String, Class<?>> classes = new TreeMap<>();

    /** Returns the schemas that references lead to, by name. */
    Map<String, Object> named() {
        return named;
    }

    /** Returns the schema of a type. */
    Map<String, Object> of(Class<?> type) {
        return of(ApiJson.MAPPER.constructType(type));
    }

    private Map<String, Object> of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (raw == Optional.class) {
            return nullable(of(type.containedType(0)));
        }
        if (JsonNode.class.isAssignableFrom(raw)) {
            return Map.of();
        }
        if (type.isMapLikeType()) {
            return ordered("type", "object", "additionalProperties", of(type.getContentType()));
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            return ordered("type", "array", "items", of(type.getContentType()));
        }
        return raw.isEnum() ? choice(raw) : scalarOrObject(type);
    }

    private static Map<String, Object> choice(Class<?> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        return ordered("type", "string", "enum", names);
    }

    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.get("type") instanceof String one) {
            Map<String, Object> both = new LinkedHashMap<>(schema);
            both.put("type", List.of(one, "null"));
            return both;
        }
        return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private Map<String, Object> scalarOrObject(JavaType type) {
        Look look = new Look();
        ApiJson.MAPPER.acceptJsonFormatVisitor(type, look);
        return look.properties
                .<Map<String, Object>>map(properties -> reference(type.getRawClass(), properties))
                .orElseGet(() -> look.scalar.isEmpty() ? Map.of() : Map.of("type", look.scalar));
    }

    private Map<String, Object> reference(Class<?> type, List<BeanProperty> properties) {
        String name = name(type);
        if (!named.containsKey(name)) {
            named.put(name, Map.of());
            named.put(name, object(properties));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /** Two records of one name are told apart by what they stand in. */
    private String name(Class<?> type) {
        String simple = type.getSimpleName();
        Class<?> outer = type.getEnclosingClass();
        Class<?> there = classes.putIfAbsent(simple, type);
        if (there == null || there == type || outer == null) {
            return simple;
        }
        classes.put(outer.getSimpleName() + simple, type);
        return outer.getSimpleName() + simple;
    }

    private Map<String, Object> object(List<BeanProperty> properties) {
        Map<String, Object> schemas = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (BeanProperty property : properties) {
            schemas.put(property.getName(), of(property.getType()));
            if (property.getType().getRawClass() != Optional.class) {
                required.add(property.getName());
            }
        }
        Map<String, Object> object = ordered("type", "object", "properties", schemas);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> ordered(
            String first, Object value, String second, Object other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, value);
        map.put(second, other);
        return map;
    }

    /** What Jackson expects to write for a type. */
    private static final class Look extends JsonFormatVisitorWrapper.Base {
        private String scalar = "";
        private Optional<List<BeanProperty>> properties = Optional.empty();

        @Override
        public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
            List<BeanProperty> seen = new ArrayList<>();
            properties = Optional.of(seen);
            SerializationContext context = getContext();
            return new JsonObjectFormatVisitor.Base(context) {
                @Override
                public void property(BeanProperty property) {
                    seen.add(property);
                }

                @Override
                public void optionalProperty(BeanProperty property) {
                    seen.add(property);
                }
            };
        }

        @Override
        public JsonStringFormatVisitor expectStringFormat(JavaType type) {
            scalar = "string";
            return new JsonStringFormatVisitor.Base();
        }

        @Override
        public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
            scalar = "integer";
            return new JsonIntegerFormatVisitor.Base();
        }

        @Override
        public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
            scalar = "number";
            return new JsonNumberFormatVisitor.Base();
        }

        @Override
        public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
            scalar = "boolean";
            return new JsonBooleanFormatVisitor.Base();
        }
    }
}
