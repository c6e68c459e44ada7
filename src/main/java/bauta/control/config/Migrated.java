package bauta.control.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A tree brought into a newer form.
 *
 * @param tree in the newer form
 * @param moved pointers of the newer form to those of the older one, for what has moved; what
 *     stands below moved with it
 */
record Migrated(JsonNode tree, Map<String, String> moved) {
    /** Copies the map. */
    Migrated {
        moved = Map.copyOf(moved);
    }

    /** Returns the problems at the places of the file that a person wrote. */
    List<Problem> problems(List<Problem> found) {
        return found.stream()
                .map(p -> new Problem(written(p.pointer()), p.value(), p.allowed()))
                .toList();
    }

    /** Returns where something stood in the older form. */
    String written(String pointer) {
        return moved.entrySet().stream()
                .filter(e -> pointer.equals(e.getKey()) || pointer.startsWith(e.getKey() + "/"))
                .map(e -> e.getValue() + pointer.substring(e.getKey().length()))
                .findFirst()
                .orElse(pointer);
    }
}
