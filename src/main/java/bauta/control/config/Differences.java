package bauta.control.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds where two trees differ. Elements of a list that have names are compared by their names, so
 * that one more uplink is one difference. Secrets are compared, and shown masked.
 */
final class Differences {
    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    /** Returns the differences in the order of the second tree, what it lacks behind. */
    static List<Difference> between(ObjectNode before, ObjectNode after) {
        Differences differences = new Differences();
        differences.objects(
                new Pair("", "", before, after),
                new Pair("", "", Secrets.masked(before), Secrets.masked(after)));
        return List.copyOf(differences.found);
    }

    /**
     * The same thing in both trees.
     *
     * @param was its pointer in the first
     * @param is its pointer in the second
     * @param before how it was
     * @param after how it is
     */
    private record Pair(
            String was, String is, @Nullable JsonNode before, @Nullable JsonNode after) {
        Pair child(String key) {
            String step = "/" + key.replace("~", "~0").replace("/", "~1");
            return new Pair(was + step, is + step, get(before, key), get(after, key));
        }

        Pair element(int i, int j) {
            return new Pair(
                    was + "/" + i,
                    is + "/" + j,
                    before == null ? null : before.get(i),
                    after == null ? null : after.get(j));
        }

        private static @Nullable JsonNode get(@Nullable JsonNode node, String key) {
            return node == null ? null : node.get(key);
        }
    }

    private void compare(Pair full, Pair shown) {
        JsonNode before = full.before();
        JsonNode after = full.after();
        if (before != null && before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode && after instanceof ObjectNode) {
            objects(full, shown);
        } else if (before instanceof ArrayNode was && after instanceof ArrayNode is) {
            lists(was, is, full, shown);
        } else {
            add(shown);
        }
    }

    private void objects(Pair full, Pair shown) {
        Set<String> keys = new LinkedHashSet<>();
        if (full.after() != null) {
            keys.addAll(full.after().propertyNames());
        }
        if (full.before() != null) {
            keys.addAll(full.before().propertyNames());
        }
        keys.forEach(key -> compare(full.child(key), shown.child(key)));
    }

    private void lists(ArrayNode was, ArrayNode is, Pair full, Pair shown) {
        List<String> old = names(was);
        List<String> now = names(is);
        List<String> stayed = old.stream().filter(now::contains).toList();
        List<String> stayedNow = now.stream().filter(old::contains).toList();
        boolean objects = named(was) && named(is);
        if (!distinct(old) || !distinct(now) || !objects && !stayed.equals(stayedNow)) {
            add(shown);
            return;
        }
        if (!stayed.equals(stayedNow)) {
            found.add(
                    new Difference(
                            shown.is(),
                            Optional.of(stayed.toString()),
                            Optional.of(stayedNow.toString())));
        }
        byName(old, now, full, shown);
    }

    private static boolean named(ArrayNode list) {
        return list.valueStream().allMatch(element -> name(element).isPresent());
    }

    private void byName(List<String> old, List<String> now, Pair full, Pair shown) {
        for (int j = 0; j < now.size(); j++) {
            int i = old.indexOf(now.get(j));
            compare(full.element(i, j), shown.element(i, j));
        }
        for (int i = 0; i < old.size(); i++) {
            if (!now.contains(old.get(i))) {
                compare(full.element(i, -1), shown.element(i, -1));
            }
        }
    }

    private static boolean distinct(List<String> names) {
        return new HashSet<>(names).size() == names.size();
    }

    /**
     * Returns what tells the elements apart: an id or a name, else the place of an object, else the
     * value.
     */
    private static List<String> names(ArrayNode list) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            String place = element.isObject() ? "#" + i : element.toString();
            names.add(name(element).orElse(place));
        }
        return names;
    }

    private static Optional<String> name(JsonNode element) {
        return Stream.of("id", "name", "external")
                .map(element::get)
                .filter(node -> node != null && node.isString())
                .map(JsonNode::stringValue)
                .findFirst();
    }

    private void add(Pair shown) {
        String pointer = shown.after() == null ? shown.was() : shown.is();
        found.add(new Difference(pointer, text(shown.before()), text(shown.after())));
    }

    private static Optional<String> text(@Nullable JsonNode node) {
        return Optional.ofNullable(node).map(JsonNode::toString);
    }
}
