package bauta.control.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at single values of a tree and changes them. Where the way to a value is not written, the
 * defaults stand for it, so that {@code /networks/0/dhcp/lease} can be set on a box whose file
 * names no network.
 *
 * @param shape the keys of the whole
 */
record Edit(Shape<?> shape) {
    private static final String APPEND = "-";

    /** Returns a copy in which every default that does not follow from other keys is written. */
    ObjectNode whole(ObjectNode tree) {
        return (ObjectNode) filled(shape, tree);
    }

    /** Returns a value of a tree. */
    static Optional<JsonNode> find(ObjectNode tree, Pointer at) {
        @Nullable JsonNode node = tree;
        for (String token : at.tokens()) {
            node = child(node, token).orElse(null);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    /** Puts a value into its place; false when nothing can stand there. */
    boolean set(ObjectNode tree, Pointer at, JsonNode value) {
        Optional<Shape<?>> known = Optional.of(shape);
        @Nullable JsonNode node = tree;
        Pointer rest = at;
        while (rest.tokens().size() > 1) {
            node = step(node, rest.first(), known).orElse(null);
            known = next(known, rest.first());
            rest = rest.rest();
        }
        return !rest.isRoot() && put(node, rest.first(), value);
    }

    /** Takes a value away; false when there is none that is written. */
    boolean remove(ObjectNode tree, Pointer at) {
        @Nullable JsonNode node = tree;
        Pointer rest = at;
        while (rest.tokens().size() > 1 && node != null) {
            node = child(node, rest.first()).orElse(null);
            rest = rest.rest();
        }
        return !rest.isRoot()
                && node != null
                && child(node, rest.first()).isPresent()
                && take(node, rest.first());
    }

    private static boolean take(JsonNode node, String token) {
        return node instanceof ObjectNode object
                ? object.remove(token) != null
                : ((ArrayNode) node).remove(index(token)) != null;
    }

    private static boolean put(@Nullable JsonNode node, String token, JsonNode value) {
        if (node instanceof ObjectNode object) {
            object.set(token, value);
            return true;
        }
        if (!(node instanceof ArrayNode list)) {
            return false;
        }
        int at = token.equals(APPEND) ? list.size() : index(token);
        if (at < 0 || at > list.size()) {
            return false;
        }
        if (at == list.size()) {
            list.add(value);
        } else {
            list.set(at, value);
        }
        return true;
    }

    /** Goes one step down; a container that is not written is made of its default. */
    private static Optional<JsonNode> step(
            @Nullable JsonNode node, String token, Optional<Shape<?>> known) {
        if (node instanceof ObjectNode object && !object.has(token)) {
            known.flatMap(shape -> key(shape, token))
                    .flatMap(Edit::container)
                    .filter(JsonNode::isContainer)
                    .ifPresent(made -> object.set(token, made));
        }
        return node == null ? Optional.empty() : child(node, token);
    }

    /** Returns the keys of what a step leads to: those of the elements, on the way to a list. */
    private static Optional<Shape<?>> next(Optional<Shape<?>> known, String token) {
        Optional<Key<?>> key = known.flatMap(shape -> key(shape, token));
        return key.isEmpty() ? known : key.flatMap(k -> k.kind().shape());
    }

    private static Optional<Key<?>> key(Shape<?> shape, String name) {
        return shape.keys().stream()
                .<Key<?>>map(key -> key)
                .filter(key -> key.name().equals(name))
                .findFirst();
    }

    private static Optional<JsonNode> child(JsonNode node, String token) {
        if (node instanceof ArrayNode list) {
            return Optional.ofNullable(list.get(index(token)));
        }
        return Optional.ofNullable(node.get(token));
    }

    private static int index(String token) {
        return token.matches("0|[1-9][0-9]{0,5}") ? Integer.parseInt(token) : -1;
    }

    private static JsonNode filled(Shape<?> shape, JsonNode written) {
        if (!(written instanceof ObjectNode object)) {
            return written;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        for (Key<?> key : shape.keys()) {
            Optional.ofNullable(object.get(key.name()))
                    .or(key::standard)
                    .ifPresent(node -> whole.set(key.name(), below(key, node)));
        }
        return whole;
    }

    private static JsonNode below(Key<?> key, JsonNode node) {
        return key.kind()
                .shape()
                .map(inner ->
                        node instanceof ArrayNode list ? each(inner, list) : filled(inner, node))
                .orElse(node);
    }

    private static JsonNode each(Shape<?> inner, ArrayNode list) {
        ArrayNode whole = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> whole.add(filled(inner, element)));
        return whole;
    }

    /** Returns what a key on the way is made as. */
    private static Optional<JsonNode> container(Key<?> key) {
        return key.kind() instanceof Shape<?>
                ? Optional.of(JsonNodeFactory.instance.objectNode())
                : key.standard();
    }
}
