package bauta.control.config;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of the file. Older ones have been brought to the newest before this is asked. */
record VersionKind(int newest) implements Kind<Integer> {
    @Override
    public Message allowed() {
        return Message.of("kind.version", "" + newest);
    }

    @Override
    public ObjectNode schema() {
        return Json.object("const", newest);
    }

    @Override
    public Optional<Integer> bind(JsonNode node, Site site) {
        if (!node.isIntegralNumber()) {
            site.reportNot(node, allowed());
        } else if (node.canConvertToInt() && node.intValue() < newest) {
            site.reportNot(node, allowed());
        } else if (!node.canConvertToInt() || node.intValue() > newest) {
            site.report(node.toString(), ProblemId.NEWER_FORM.with("" + newest));
        }
        return Optional.of(newest);
    }

    @Override
    public String show(Integer value) {
        return value.toString();
    }
}
