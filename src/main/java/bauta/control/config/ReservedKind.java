package bauta.control.config;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A list or object whose key is kept for later: it may stand there as long as it is empty. */
record ReservedKind() implements Kind<Boolean> {
    @Override
    public Message allowed() {
        return Message.of("kind.reserved");
    }

    @Override
    public ObjectNode schema() {
        return Json.object(
                "anyOf",
                List.of(
                        Json.object("type", "array", "maxItems", 0),
                        Json.object("type", "object", "maxProperties", 0)));
    }

    @Override
    public Optional<Boolean> bind(JsonNode node, Site site) {
        if (!node.isContainer()) {
            site.reportNot(node, allowed());
        } else if (!node.isEmpty()) {
            site.report("", ProblemId.NOT_BUILT.with());
        }
        return Optional.of(true);
    }
}
