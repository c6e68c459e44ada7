package bauta.control.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The secrets in a tree: where they stand, by the shapes alone, and how they are taken out and put
 * back. Elements of lists are told apart by their names, so that a list may be sorted anew while
 * its secrets are masked.
 */
final class Secrets {
    private Secrets() {}

    /**
     * A place that holds a secret.
     *
     * @param pointer where it is
     * @param identity the same with names in place of the indexes of lists
     * @param owner the object
     * @param key the key in it
     */
    private record Place(String pointer, String identity, ObjectNode owner, String key) {
        JsonNode value() {
            return owner.get(key);
        }

        boolean masked() {
            return value().isString() && value().stringValue().equals(SecretKind.MASK);
        }
    }

    /** Returns a copy in which no secret stands. */
    static ObjectNode masked(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        places(copy).forEach(place -> place.owner().put(place.key(), SecretKind.MASK));
        return copy;
    }

    /** Returns the secrets by their pointers. */
    static Map<String, String> of(ObjectNode tree) {
        Map<String, String> secrets = new LinkedHashMap<>();
        for (Place place : places(tree)) {
            if (place.value().isString()) {
                secrets.put(place.pointer(), place.value().stringValue());
            }
        }
        return secrets;
    }

    /** Puts secrets back to their pointers; what is masked and not among them stays masked. */
    static void fill(ObjectNode masked, Map<String, String> secrets) {
        for (Place place : places(masked)) {
            String secret = secrets.get(place.pointer());
            if (secret != null && place.masked()) {
                place.owner().put(place.key(), secret);
            }
        }
    }

    /**
     * Puts the secrets that are there into a candidate that says {@code ***}.
     *
     * @param candidate is changed
     * @param there what is in force
     * @return the pointers of {@code ***} that stand for nothing
     */
    static List<String> keep(ObjectNode candidate, ObjectNode there) {
        List<Place> wanted = places(candidate);
        List<Place> known = places(there);
        Set<String> named = wanted.stream().map(Place::identity).collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (Place place : wanted) {
            if (place.masked()) {
                find(place, known, named)
                        .ifPresentOrElse(
                                found -> place.owner().set(place.key(), found.value()),
                                () -> unknown.add(place.pointer()));
            }
        }
        return unknown;
    }

    /** By name; where the name is new, by place, unless the one that was there has moved. */
    private static Optional<Place> find(Place wanted, List<Place> known, Set<String> named) {
        return known.stream()
                .filter(place -> place.identity().equals(wanted.identity()))
                .findFirst()
                .or(() ->
                        known.stream()
                                .filter(place -> place.pointer().equals(wanted.pointer()))
                                .filter(place -> !named.contains(place.identity()))
                                .findFirst());
    }

    private static List<Place> places(ObjectNode tree) {
        List<Place> found = new ArrayList<>();
        collect(Config.SHAPE, tree, new Place("", "", tree, ""), found);
        return found;
    }

    private static void collect(Shape<?> shape, ObjectNode object, Place at, List<Place> found) {
        for (Key<?> key : shape.keys()) {
            JsonNode node = object.get(key.name());
            Place here =
                    new Place(
                            at.pointer() + "/" + key.name(),
                            at.identity() + "/" + key.name(),
                            object,
                            key.name());
            if (node != null && key.kind() instanceof SecretKind) {
                found.add(here);
            } else if (node != null) {
                key.kind().shape().ifPresent(inner -> below(inner, node, here, found));
            }
        }
    }

    private static void below(Shape<?> inner, JsonNode node, Place at, List<Place> found) {
        if (node instanceof ObjectNode object) {
            collect(inner, object, at, found);
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) instanceof ObjectNode object) {
                    String identity = at.identity() + "/[" + name(inner, object) + "]";
                    Place place = new Place(at.pointer() + "/" + i, identity, object, "");
                    collect(inner, object, place, found);
                }
            }
        }
    }

    /** Returns the name of an element, written or by default. */
    private static String name(Shape<?> shape, ObjectNode element) {
        JsonNode written = element.get("name");
        return written != null
                ? written.toString()
                : shape.keys().stream()
                        .filter(key -> key.name().equals("name"))
                        .map(key -> "\"" + key.otherwise() + "\"")
                        .findFirst()
                        .orElse("");
    }
}
