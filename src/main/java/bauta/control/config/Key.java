package bauta.control.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One key of an object. Its text for people is {@code key.SHAPE.NAME} in the catalogues.
 *
 * @param name lower case with dashes
 * @param kind what it takes
 * @param required whether it must stand in the file
 * @param otherwise the default; for a required key what stands in while other problems are looked
 *     for; null where the default follows from other keys
 * @param example JSON text of an example
 * @param <T> the type of its value
 */
record Key<T>(String name, Kind<T> kind, boolean required, @Nullable T otherwise, String example) {
    static <T> Key<T> required(String name, Kind<T> kind, T standIn, String example) {
        return new Key<>(name, kind, true, standIn, example);
    }

    static <T> Key<T> optional(String name, Kind<T> kind, T otherwise, String example) {
        return new Key<>(name, kind, false, otherwise, example);
    }

    /** A key whose default follows from other keys. */
    static <T> Key<T> derived(String name, Kind<T> kind, String example) {
        return new Key<>(name, kind, false, null, example);
    }

    /** A key of a later version, accepted while empty. */
    static Key<Boolean> reserved(String name, String example) {
        return new Key<>(name, new ReservedKind(), false, null, example);
    }

    /** Returns what stands for this key where it is not written, in its shortest form. */
    Optional<JsonNode> standard() {
        T value = otherwise;
        return value == null || required
                ? Optional.empty()
                : Optional.of(Json.read(kind.show(value).replace("{...}", "{}")));
    }

    /** Binds the value of this key in an object; the default where there is none or a wrong one. */
    Optional<T> bind(JsonNode object, Site site) {
        JsonNode node = object.get(name);
        if (node != null) {
            return kind.bind(node, site.child(name)).or(() -> Optional.ofNullable(otherwise));
        }
        if (required) {
            site.child(name).report(name, ProblemId.MISSING.with(kind.allowed()));
        }
        return Optional.ofNullable(otherwise);
    }
}
