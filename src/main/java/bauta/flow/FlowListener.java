package bauta.flow;

/** Who must know what becomes of flows. */
@FunctionalInterface
public interface FlowListener {
    /**
     * A flow is about to be forgotten; its record can still be read.
     *
     * @param flow its number
     */
    void ending(int flow);

    /**
     * A flow to a forward's target has moved on.
     *
     * @param flow its number
     * @param before its state, see {@link FlowState}
     * @param after its state now
     */
    default void changed(int flow, int before, int after) {}
}
