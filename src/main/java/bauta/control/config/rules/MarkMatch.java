package bauta.control.config.rules;

/**
 * Which marks fit: those that equal the value in the bits of the mask.
 *
 * @param value 32 bits without a sign
 * @param mask 32 bits without a sign
 */
public record MarkMatch(long value, long mask) {}
