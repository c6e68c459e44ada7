package bauta.control.config;

import java.util.List;

/**
 * Bounds of the flow table.
 *
 * @param size the most flows tracked at once; when full, the oldest idle flow of the host with the
 *     most flows goes
 */
public record FlowTable(int size) {
    static final FlowTable STANDARD = new FlowTable(65_536);

    static final Key<Integer> SIZE =
            Key.optional("size", Kinds.number(1_024, 1_048_576), STANDARD.size(), "65536");

    static final Shape<FlowTable> SHAPE =
            new Shape<>("flow-table", List.of(SIZE), values -> new FlowTable(values.get(SIZE)));
}
