package bauta.control.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings files of older forms into the newest one, a form at a time. A step is a pure function on
 * the tree; it moves what it understands and leaves the rest, right or wrong, for the reader to
 * judge. A step for a further form is one more line here.
 */
final class Migrations {
    private static final String VERSION = "schema-version";

    /** The step from form {@code i + 1} to the next stands at {@code i}. */
    private static final List<Step> STEPS = List.of(FormTwo::from, FormThree::from);

    /** From one form to the next. */
    @FunctionalInterface
    interface Step {
        /** Changes a tree; returns what has moved, new pointer to old pointer. */
        Map<String, String> change(ObjectNode tree);
    }

    private Migrations() {}

    /**
     * Returns the tree in the newest form; the given one is left alone. A tree that says no form,
     * or one that is not known, is returned as it is.
     */
    static Migrated migrate(JsonNode tree) {
        return migrate(tree, STEPS);
    }

    /** The same with the steps of a test. */
    static Migrated migrate(JsonNode tree, List<Step> steps) {
        if (!(tree instanceof ObjectNode object)) {
            return new Migrated(tree, Map.of());
        }
        if (version(object) < 1) {
            return new Migrated(object.deepCopy(), Map.of());
        }
        ObjectNode newest = object.deepCopy();
        Map<String, String> moved = new HashMap<>();
        for (int form = version(object); form <= steps.size(); form++) {
            Migrated before = new Migrated(newest, moved);
            Map<String, String> step = steps.get(form - 1).change(newest);
            step.forEach((now, then) -> moved.put(now, before.written(then)));
            newest.put(VERSION, form + 1);
        }
        return new Migrated(newest, moved);
    }

    private static int version(ObjectNode object) {
        JsonNode version = object.get(VERSION);
        return version != null && version.isIntegralNumber() && version.canConvertToInt()
                ? version.intValue()
                : 0;
    }
}
