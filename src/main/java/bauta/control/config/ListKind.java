package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list of values of one kind. What cannot be bound is reported and left out.
 *
 * @param element the kind of each
 * @param least the fewest there may be
 * @param most the most there may be
 * @param <T> the type of each
 */
record ListKind<T>(Kind<T> element, int least, int most) implements Kind<List<T>> {
    @Override
    public Message allowed() {
        return Message.of("kind.list", "" + least, "" + most);
    }

    @Override
    public ObjectNode schema() {
        return Json.object(
                "type", "array", "items", element.schema(), "minItems", least, "maxItems", most);
    }

    @Override
    public Optional<List<T>> bind(JsonNode node, Site site) {
        if (!node.isArray() || node.size() < least || node.size() > most) {
            site.reportNot(node, allowed());
            return Optional.empty();
        }
        List<T> bound = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            element.bind(node.get(i), site.child(i)).ifPresent(bound::add);
        }
        return Optional.of(List.copyOf(bound));
    }

    @Override
    public Optional<Shape<?>> shape() {
        return element.shape();
    }

    @Override
    public String show(List<T> values) {
        return values.stream().map(element::show).collect(Collectors.joining(", ", "[", "]"));
    }
}
