package bauta.control.config;

import java.util.Optional;

/**
 * One place where two configurations differ, as they are written.
 *
 * @param pointer where, as an RFC 6901 pointer; where an element of a list went or came, its place
 *     in the list that has it
 * @param before JSON text of what stood there, {@code "***"} for a secret; empty when nothing did
 * @param after JSON text of what stands there now; empty when nothing does
 */
public record Difference(String pointer, Optional<String> before, Optional<String> after) {}
