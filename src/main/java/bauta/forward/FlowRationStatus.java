package bauta.forward;

/**
 * How new flows are shared out at a moment.
 *
 * @param inForce whether a flow was refused within the last second
 * @param refused flows that were not begun because the router was behind, since the start
 */
public record FlowRationStatus(boolean inForce, long refused) {}
