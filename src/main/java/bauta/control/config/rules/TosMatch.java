package bauta.control.config.rules;

/**
 * Which type-of-service octets fit: those that equal the value in the bits of the mask.
 *
 * @param value 0 to 255
 * @param mask 0 to 255
 */
public record TosMatch(int value, int mask) {}
