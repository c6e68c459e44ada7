package bauta.control.config;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An uplink of any type. Only PPPoE is built yet: its keys belong to every uplink. */
record UplinkKind() implements Kind<Uplink> {
    @Override
    public Message allowed() {
        return PppoeUplink.SHAPE.allowed();
    }

    @Override
    public ObjectNode schema() {
        return PppoeUplink.SHAPE.schema();
    }

    @Override
    public Optional<Uplink> bind(JsonNode node, Site site) {
        return PppoeUplink.SHAPE.bind(node, site).map(uplink -> uplink);
    }

    @Override
    public Optional<Shape<?>> shape() {
        return Optional.of(PppoeUplink.SHAPE);
    }
}
