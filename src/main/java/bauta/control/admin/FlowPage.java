package bauta.control.admin;

import java.util.List;

/**
 * A part of the flows that were asked for.
 *
 * @param total how many there are of them
 * @param offset how many stand before this part
 * @param flows this part
 */
public record FlowPage(int total, int offset, List<FlowView> flows) {
    /** Copies the list. */
    public FlowPage {
        flows = List.copyOf(flows);
    }
}
