package bauta.control.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From form 2 to form 3. Policies, rules and forwards are lists that say something now; form 2 let
 * an empty object stand for each of them, so what is empty goes.
 */
final class FormThree {
    private static final List<String> RESERVED = List.of("policies", "rules", "forwards");

    private FormThree() {}

    /** Changes the tree; nothing moves. */
    static Map<String, String> from(ObjectNode tree) {
        for (String key : RESERVED) {
            JsonNode node = tree.get(key);
            if (node != null && node.isContainer() && node.isEmpty()) {
                tree.remove(key);
            }
        }
        return Map.of();
    }
}
