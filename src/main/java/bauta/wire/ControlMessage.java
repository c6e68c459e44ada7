package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A message of a PPP control protocol (RFC 1661 section 5): code, identifier, length, the rest by
 * code. The codes here, 1 to 7, are common to LCP and to every network control protocol; what only
 * LCP knows is an {@link LcpMessage}. Identifiers are 0 to 255.
 *
 * <pre>
 * +---------------+---------------+-------------------------------+
 * |     Code      |  Identifier   |            Length             |
 * +---------------+---------------+-------------------------------+
 * |    Data ...
 * +---------------+
 * </pre>
 */
public sealed interface ControlMessage extends PppMessage
        permits ControlMessage.ConfigureRequest,
                ControlMessage.ConfigureAck,
                ControlMessage.ConfigureNak,
                ControlMessage.ConfigureReject,
                ControlMessage.TerminateRequest,
                ControlMessage.TerminateAck,
                ControlMessage.CodeReject,
                ControlMessage.UnknownCode,
                LcpMessage {
    /**
     * Code 1: the options that the sender wants for what it receives.
     *
     * @param identifier chosen by the sender
     * @param options in order
     */
    record ConfigureRequest(int identifier, List<PppOption> options) implements ControlMessage {}

    /**
     * Code 2: every option is fine.
     *
     * @param identifier of the request
     * @param options exactly those of the request
     */
    record ConfigureAck(int identifier, List<PppOption> options) implements ControlMessage {}

    /**
     * Code 3: known options with other values than asked for.
     *
     * @param identifier of the request
     * @param options with the values that would be fine
     */
    record ConfigureNak(int identifier, List<PppOption> options) implements ControlMessage {}

    /**
     * Code 4: options that are not known or not negotiable.
     *
     * @param identifier of the request
     * @param options as they stood in the request
     */
    record ConfigureReject(int identifier, List<PppOption> options) implements ControlMessage {}

    /**
     * Code 5: the sender closes.
     *
     * @param identifier chosen by the sender
     * @param data usually empty or a reason in text
     */
    record TerminateRequest(int identifier, Octets data) implements ControlMessage {}

    /**
     * Code 6: the answer to code 5.
     *
     * @param identifier of the request
     * @param data anything
     */
    record TerminateAck(int identifier, Octets data) implements ControlMessage {}

    /**
     * Code 7: a message whose code is not known.
     *
     * @param identifier chosen by the sender
     * @param rejected the message, from its code on, perhaps cut
     */
    record CodeReject(int identifier, Octets rejected) implements ControlMessage {}

    /**
     * Any code that the protocol does not know; to be answered by {@link CodeReject}.
     *
     * @param code 0 to 255
     * @param identifier as it came
     * @param data behind the length
     */
    record UnknownCode(int code, int identifier, Octets data) implements ControlMessage {}

    /** Bytes of code, identifier and length. */
    int HEADER_LENGTH = 4;

    /**
     * Reads a message of a network control protocol; LCP's own codes are unknown to it.
     *
     * @param from buffer of the frame
     * @param at index of the code
     * @param end index behind the PPP payload; bytes behind the message's length are padding
     * @return the message, or why it is none, the offset from {@code at}
     */
    static Decoded<ControlMessage> parse(ByteBuf from, int at, int end) {
        DropReason reason = check(from, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, 0);
        }
        return parseCommon(from, at, at + from.getUnsignedShort(at + 2));
    }

    /** Checks that the length field covers the header and lies in the payload. */
    static DropReason check(ByteBuf from, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return DropReason.PPP_TRUNCATED;
        }
        int length = from.getUnsignedShort(at + 2);
        return length < HEADER_LENGTH || length > end - at
                ? DropReason.PPP_BAD_LENGTH
                : DropReason.NONE;
    }

    /** Reads codes 1 to 7; {@code end} is the end of the message itself. */
    static Decoded<ControlMessage> parseCommon(ByteBuf from, int at, int end) {
        int code = from.getUnsignedByte(at);
        int identifier = from.getUnsignedByte(at + 1);
        int dataAt = at + HEADER_LENGTH;
        if (code >= 1 && code <= 4) {
            return switch (PppOption.parseAll(from, dataAt, end)) {
                case Decoded.Ok<List<PppOption>>(List<PppOption> options) ->
                        new Decoded.Ok<>(configure(code, identifier, options));
                case Decoded.Malformed<List<PppOption>>(DropReason reason, int offset) ->
                        new Decoded.Malformed<>(reason, HEADER_LENGTH + offset);
            };
        }
        Octets data = Octets.of(from, dataAt, end - dataAt);
        return new Decoded.Ok<>(
                switch (code) {
                    case 5 -> new TerminateRequest(identifier, data);
                    case 6 -> new TerminateAck(identifier, data);
                    case 7 -> new CodeReject(identifier, data);
                    default -> new UnknownCode(code, identifier, data);
                });
    }

    private static ControlMessage configure(int code, int identifier, List<PppOption> options) {
        return switch (code) {
            case 1 -> new ConfigureRequest(identifier, options);
            case 2 -> new ConfigureAck(identifier, options);
            case 3 -> new ConfigureNak(identifier, options);
            default -> new ConfigureReject(identifier, options);
        };
    }

    /** Returns the code, 0 to 255. */
    default int code() {
        return switch (this) {
            case ConfigureRequest _ -> 1;
            case ConfigureAck _ -> 2;
            case ConfigureNak _ -> 3;
            case ConfigureReject _ -> 4;
            case TerminateRequest _ -> 5;
            case TerminateAck _ -> 6;
            case CodeReject _ -> 7;
            case LcpMessage lcp -> lcp.lcpCode();
            case UnknownCode unknown -> unknown.code();
        };
    }

    /** Returns the identifier, 0 to 255. */
    int identifier();

    @Override
    default int emit(ByteBuf to, int at) {
        int dataAt = at + HEADER_LENGTH;
        int end =
                switch (this) {
                    case ConfigureRequest m -> PppOption.emitAll(m.options(), to, dataAt);
                    case ConfigureAck m -> PppOption.emitAll(m.options(), to, dataAt);
                    case ConfigureNak m -> PppOption.emitAll(m.options(), to, dataAt);
                    case ConfigureReject m -> PppOption.emitAll(m.options(), to, dataAt);
                    case TerminateRequest m -> m.data().emit(to, dataAt);
                    case TerminateAck m -> m.data().emit(to, dataAt);
                    case CodeReject m -> m.rejected().emit(to, dataAt);
                    case LcpMessage m -> m.emitBody(to, dataAt);
                    case UnknownCode m -> m.data().emit(to, dataAt);
                };
        return PppMessage.finish(to, at, end, code(), identifier());
    }
}
