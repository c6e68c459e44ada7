package bauta.control.config.rules;

/**
 * One entry of a list of protocols; an exception takes away from what the others give.
 *
 * @param except whether it is an exception
 * @param number IP protocol number, 0 to 255
 */
public record ProtocolTerm(boolean except, int number) {}
