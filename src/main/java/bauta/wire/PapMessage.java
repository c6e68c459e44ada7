package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/** The messages of PAP (RFC 1334 section 2.2). Identifiers are 0 to 255. */
public sealed interface PapMessage extends PppMessage {
    /**
     * Code 1: name and password in the clear.
     *
     * @param identifier chosen by the sender
     * @param peerId the name, at most 255 bytes
     * @param password at most 255 bytes
     */
    record AuthenticateRequest(int identifier, Octets peerId, Octets password)
            implements PapMessage {
        /** Hides the password. */
        @Override
        public String toString() {
            return "AuthenticateRequest[identifier="
                    + identifier
                    + ", peerId="
                    + peerId.toText()
                    + ", password=***]";
        }
    }

    /**
     * Code 2: accepted.
     *
     * @param identifier of the request
     * @param text for people, at most 255 bytes
     */
    record AuthenticateAck(int identifier, Octets text) implements PapMessage {}

    /**
     * Code 3: refused.
     *
     * @param identifier of the request
     * @param text for people, at most 255 bytes
     */
    record AuthenticateNak(int identifier, Octets text) implements PapMessage {}

    /** Returns the identifier, 0 to 255. */
    int identifier();

    /**
     * Reads a message. An answer that lacks its text's length byte, as some servers send it, counts
     * as one with an empty text.
     *
     * @param from buffer of the frame
     * @param at index of the code
     * @param end index behind the PPP payload; bytes behind the message's length are padding
     * @return the message, or why it is none, the offset from {@code at}
     */
    static Decoded<PapMessage> parse(ByteBuf from, int at, int end) {
        DropReason reason = ControlMessage.check(from, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, 0);
        }
        int messageEnd = at + from.getUnsignedShort(at + 2);
        int identifier = from.getUnsignedByte(at + 1);
        int dataAt = at + ControlMessage.HEADER_LENGTH;
        return switch (from.getUnsignedByte(at)) {
            case 1 -> parseRequest(from, dataAt, messageEnd, identifier);
            case 2 -> parseAnswer(from, dataAt, messageEnd, identifier, true);
            case 3 -> parseAnswer(from, dataAt, messageEnd, identifier, false);
            default -> new Decoded.Malformed<>(DropReason.PPP_BAD_AUTHENTICATION, 0);
        };
    }

    private static Decoded<PapMessage> parseRequest(ByteBuf from, int at, int end, int identifier) {
        int nameLength = prefixed(from, at, end);
        int passwordAt = at + 1 + nameLength;
        int passwordLength = nameLength < 0 ? -1 : prefixed(from, passwordAt, end);
        if (passwordLength < 0) {
            return new Decoded.Malformed<>(
                    DropReason.PPP_BAD_AUTHENTICATION, ControlMessage.HEADER_LENGTH);
        }
        return new Decoded.Ok<>(
                new AuthenticateRequest(
                        identifier,
                        Octets.of(from, at + 1, nameLength),
                        Octets.of(from, passwordAt + 1, passwordLength)));
    }

    private static Decoded<PapMessage> parseAnswer(
            ByteBuf from, int at, int end, int identifier, boolean accepted) {
        int textLength = at == end ? 0 : prefixed(from, at, end);
        if (textLength < 0) {
            return new Decoded.Malformed<>(
                    DropReason.PPP_BAD_AUTHENTICATION, ControlMessage.HEADER_LENGTH);
        }
        Octets text = at == end ? Octets.EMPTY : Octets.of(from, at + 1, textLength);
        return new Decoded.Ok<>(
                accepted
                        ? new AuthenticateAck(identifier, text)
                        : new AuthenticateNak(identifier, text));
    }

    /** Returns the length byte at an index if so many bytes follow it before the end, else -1. */
    private static int prefixed(ByteBuf from, int at, int end) {
        if (at >= end) {
            return -1;
        }
        int length = from.getUnsignedByte(at);
        return length > end - at - 1 ? -1 : length;
    }

    @Override
    default int emit(ByteBuf to, int at) {
        int dataAt = at + ControlMessage.HEADER_LENGTH;
        return switch (this) {
            case AuthenticateRequest m -> {
                int next = emitPrefixed(to, dataAt, m.peerId());
                yield PppMessage.finish(
                        to, at, emitPrefixed(to, next, m.password()), 1, m.identifier());
            }
            case AuthenticateAck m ->
                    PppMessage.finish(
                            to, at, emitPrefixed(to, dataAt, m.text()), 2, m.identifier());
            case AuthenticateNak m ->
                    PppMessage.finish(
                            to, at, emitPrefixed(to, dataAt, m.text()), 3, m.identifier());
        };
    }

    private static int emitPrefixed(ByteBuf to, int at, Octets value) {
        to.setByte(at, value.length());
        return value.emit(to, at + 1);
    }
}
