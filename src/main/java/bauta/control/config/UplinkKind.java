package bauta.control.config;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An uplink of any type; {@code type} tells which keys belong to it. */
record UplinkKind() implements Kind<Uplink> {
    private static final Set<String> LATER = Set.of("dhcp", "static");

    @Override
    public Message allowed() {
        return Message.of("kind.object");
    }

    @Override
    public Optional<Uplink> bind(JsonNode node, Site site) {
        JsonNode type = node.get(PppoeUplink.TYPE.name());
        if (type != null && type.isString() && LATER.contains(type.stringValue())) {
            site.child(PppoeUplink.TYPE.name())
                    .report(type.stringValue(), ProblemId.TYPE_NOT_BUILT.with());
            return Optional.empty();
        }
        return PppoeUplink.SHAPE.bind(node, site).map(uplink -> uplink);
    }

    @Override
    public Optional<Shape<?>> shape() {
        return Optional.of(PppoeUplink.SHAPE);
    }
}
