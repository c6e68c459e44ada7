package bauta.control.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an uplink comes up. The types of later versions are told apart from words that mean nothing;
 * the other keys of such an uplink are checked as those of PPPoE.
 */
record UplinkTypeKind() implements Kind<String> {
    private static final Kind<String> BUILT = Kinds.choice(Map.of("pppoe", "pppoe"));
    private static final Set<String> LATER = Set.of("dhcp", "static");

    @Override
    public Message allowed() {
        return BUILT.allowed();
    }

    @Override
    public ObjectNode schema() {
        return BUILT.schema();
    }

    @Override
    public Optional<String> bind(JsonNode node, Site site) {
        if (node.isString() && LATER.contains(node.stringValue())) {
            site.report(node.stringValue(), ProblemId.TYPE_NOT_BUILT.with());
            return Optional.empty();
        }
        return BUILT.bind(node, site);
    }

    @Override
    public String show(String value) {
        return BUILT.show(value);
    }
}
