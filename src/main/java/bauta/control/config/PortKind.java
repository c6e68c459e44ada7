package bauta.control.config;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What takes one port as a number, too, although it is text otherwise. */
record PortKind<T>(Kind<T> text) implements Kind<T> {
    private static final int MOST = 65_535;

    @Override
    public Message allowed() {
        return text.allowed();
    }

    @Override
    public ObjectNode schema() {
        return Json.object(
                "anyOf",
                List.of(
                        Json.object("type", "integer", "minimum", 1, "maximum", MOST),
                        text.schema()));
    }

    @Override
    public Optional<T> bind(JsonNode node, Site site) {
        boolean port =
                node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= 1
                        && node.intValue() <= MOST;
        return text.bind(port ? StringNode.valueOf("" + node.intValue()) : node, site);
    }

    @Override
    public String show(T value) {
        return text.show(value);
    }
}
