package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/** The messages of CHAP (RFC 1994 section 4). Identifiers are 0 to 255. */
public sealed interface ChapMessage extends PppMessage {
    /**
     * Code 1: what is to be answered.
     *
     * @param identifier chosen by the authenticator, part of the digest
     * @param value 1 to 255 bytes
     * @param name of the authenticator
     */
    record Challenge(int identifier, Octets value, Octets name) implements ChapMessage {}

    /**
     * Code 2: the digest.
     *
     * @param identifier of the challenge
     * @param value 1 to 255 bytes; 16 with MD5
     * @param name of who answers
     */
    record Response(int identifier, Octets value, Octets name) implements ChapMessage {}

    /**
     * Code 3: accepted.
     *
     * @param identifier of the response
     * @param text for people
     */
    record Success(int identifier, Octets text) implements ChapMessage {}

    /**
     * Code 4: refused.
     *
     * @param identifier of the response
     * @param text for people
     */
    record Failure(int identifier, Octets text) implements ChapMessage {}

    /** Returns the identifier, 0 to 255. */
    int identifier();

    /**
     * Reads a message.
     *
     * @param from buffer of the frame
     * @param at index of the code
     * @param end index behind the PPP payload; bytes behind the message's length are padding
     * @return the message, or why it is none, the offset from {@code at}
     */
    static Decoded<ChapMessage> parse(ByteBuf from, int at, int end) {
        DropReason reason = ControlMessage.check(from, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, 0);
        }
        int messageEnd = at + from.getUnsignedShort(at + 2);
        int identifier = from.getUnsignedByte(at + 1);
        int dataAt = at + ControlMessage.HEADER_LENGTH;
        Octets data = Octets.of(from, dataAt, messageEnd - dataAt);
        return switch (from.getUnsignedByte(at)) {
            case 1 -> parseValue(from, dataAt, messageEnd, identifier, true);
            case 2 -> parseValue(from, dataAt, messageEnd, identifier, false);
            case 3 -> new Decoded.Ok<>(new Success(identifier, data));
            case 4 -> new Decoded.Ok<>(new Failure(identifier, data));
            default -> new Decoded.Malformed<>(DropReason.PPP_BAD_AUTHENTICATION, 0);
        };
    }

    private static Decoded<ChapMessage> parseValue(
            ByteBuf from, int at, int end, int identifier, boolean challenge) {
        int valueLength = at < end ? from.getUnsignedByte(at) : 0;
        if (valueLength == 0 || valueLength > end - at - 1) {
            return new Decoded.Malformed<>(
                    DropReason.PPP_BAD_AUTHENTICATION, ControlMessage.HEADER_LENGTH);
        }
        Octets value = Octets.of(from, at + 1, valueLength);
        int nameAt = at + 1 + valueLength;
        Octets name = Octets.of(from, nameAt, end - nameAt);
        return new Decoded.Ok<>(
                challenge
                        ? new Challenge(identifier, value, name)
                        : new Response(identifier, value, name));
    }

    @Override
    default int emit(ByteBuf to, int at) {
        int dataAt = at + ControlMessage.HEADER_LENGTH;
        return switch (this) {
            case Challenge m ->
                    PppMessage.finish(
                            to, at, emitValue(to, dataAt, m.value(), m.name()), 1, m.identifier());
            case Response m ->
                    PppMessage.finish(
                            to, at, emitValue(to, dataAt, m.value(), m.name()), 2, m.identifier());
            case Success m ->
                    PppMessage.finish(to, at, m.text().emit(to, dataAt), 3, m.identifier());
            case Failure m ->
                    PppMessage.finish(to, at, m.text().emit(to, dataAt), 4, m.identifier());
        };
    }

    private static int emitValue(ByteBuf to, int at, Octets value, Octets name) {
        to.setByte(at, value.length());
        return name.emit(to, value.emit(to, at + 1));
    }
}
