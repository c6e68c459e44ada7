package bauta.flow;

/**
 * A step of the TCP states.
 *
 * @param state where it begins
 * @param side which direction the segment went: original or reply
 * @param event what the segment was
 * @param next where it ends
 */
public record FlowTransition(String state, String side, String event, String next) {}
