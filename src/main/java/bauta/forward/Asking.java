package bauta.forward;

/** Why somebody wants a decision. */
enum Asking {
    /** To do it: turns are taken, rates used, hits noted for the log. */
    TO_ACT,
    /** To know: nothing changes. */
    TO_KNOW,
    /** Whether a flow that runs already still may: nothing changes, and rates do not count. */
    TO_GO_ON
}
