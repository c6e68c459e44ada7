package bauta.control.config;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A list or object whose key is kept for later: it may stand there as long as it is empty. */
record ReservedKind() implements Kind<Boolean> {
    @Override
    public Message allowed() {
        return Message.of("kind.reserved");
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
