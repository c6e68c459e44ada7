package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of one record and how to make it of their values: the source of reading, checking and of
 * the reference page.
 *
 * @param id names the texts of its keys in the catalogues
 * @param keys in the order of the reference page
 * @param check looks for conflicts between keys, after every key has been bound
 * @param make makes the record
 * @param <T> the record
 */
record Shape<T>(String id, List<Key<?>> keys, Consumer<Values> check, Function<Values, T> make)
        implements Kind<T> {
    Shape(String id, List<Key<?>> keys, Function<Values, T> make) {
        this(id, keys, values -> {}, make);
    }

    @Override
    public Message allowed() {
        return Message.of("kind.object");
    }

    @Override
    public ObjectNode schema() {
        return Json.object("$ref", "#/$defs/" + id);
    }

    @Override
    public Optional<T> bind(JsonNode node, Site site) {
        if (!node.isObject()) {
            site.reportNot(node, allowed());
            return Optional.empty();
        }
        reportUnknownKeys(node, site);
        Values values = new Values(site);
        keys.forEach(key -> values.bind(key, node));
        check.accept(values);
        T made = make.apply(values);
        site.problems().remember(made, site);
        return Optional.of(made);
    }

    private void reportUnknownKeys(JsonNode node, Site site) {
        List<String> known = keys.stream().map(Key::name).toList();
        for (String name : new ArrayList<>(node.propertyNames())) {
            if (!known.contains(name)) {
                Message message =
                        Spelling.nearest(name, known)
                                .map(ProblemId.UNKNOWN_KEY_NEAR::with)
                                .orElseGet(ProblemId.UNKNOWN_KEY::with);
                site.child(name).report(name, message);
            }
        }
    }

    @Override
    public Optional<Shape<?>> shape() {
        return Optional.of(this);
    }

    @Override
    public String show(T value) {
        return "{...}";
    }
}
