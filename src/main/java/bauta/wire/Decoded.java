package bauta.wire;

import bauta.engine.DropReason;
import java.util.function.Function;

/**
 * The result of parsing a message: the message, or why it is not one. Parsing never throws.
 *
 * @param <T> the message type
 */
public sealed interface Decoded<T> {
    /**
     * A message that is well formed as a whole.
     *
     * @param message what was read
     * @param <T> the message type
     */
    record Ok<T>(T message) implements Decoded<T> {}

    /**
     * Not a message.
     *
     * @param reason the name it is counted under
     * @param offset where it went wrong, in bytes from the start of the message
     * @param <T> the message type that was expected
     */
    record Malformed<T>(DropReason reason, int offset) implements Decoded<T> {}

    /**
     * Turns the message into something else; what is malformed stays so.
     *
     * @param function from the message to the other thing
     * @param <R> the other type
     */
    default <R> Decoded<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Ok<T>(T message) -> new Ok<>(function.apply(message));
            case Malformed<T>(DropReason reason, int offset) -> new Malformed<>(reason, offset);
        };
    }
}
