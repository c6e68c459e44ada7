/**
 * The words of the router: every cause, drop reason, service state, error and notice that people
 * see is a message id with arguments, and this package turns it into a sentence of their language,
 * English or Japanese. The words of the configuration stand in {@code bauta.control.config}. Start
 * reading at {@link bauta.control.words.Words}.
 */
@NullMarked
package bauta.control.words;

import org.jspecify.annotations.NullMarked;
