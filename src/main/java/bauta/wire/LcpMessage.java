package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/** The messages that only LCP has (RFC 1661 sections 5.7 to 5.9, RFC 1570 section 2). */
public sealed interface LcpMessage extends ControlMessage {
    /**
     * Code 8: a frame of a protocol that the sender does not speak.
     *
     * @param identifier chosen by the sender
     * @param protocol the number of that protocol
     * @param rejected the frame behind its protocol field, perhaps cut
     */
    record ProtocolReject(int identifier, int protocol, Octets rejected) implements LcpMessage {}

    /**
     * Code 9: asks for a sign of life.
     *
     * @param identifier chosen by the sender
     * @param magic the sender's magic number, or 0
     * @param data anything
     */
    record EchoRequest(int identifier, int magic, Octets data) implements LcpMessage {}

    /**
     * Code 10: the answer to code 9.
     *
     * @param identifier of the request
     * @param magic the magic number of who answers, or 0
     * @param data of the request
     */
    record EchoReply(int identifier, int magic, Octets data) implements LcpMessage {}

    /**
     * Code 11: to be thrown away.
     *
     * @param identifier chosen by the sender
     * @param magic the sender's magic number, or 0
     * @param data anything
     */
    record DiscardRequest(int identifier, int magic, Octets data) implements LcpMessage {}

    /**
     * Code 12: who the sender is, in text (RFC 1570 section 2.1).
     *
     * @param identifier chosen by the sender
     * @param magic the sender's magic number, or 0
     * @param text for people
     */
    record Identification(int identifier, int magic, Octets text) implements LcpMessage {}

    /**
     * Code 13: how long the session may last (RFC 1570 section 2.2).
     *
     * @param identifier chosen by the sender
     * @param magic the sender's magic number, or 0
     * @param data four bytes of seconds, then text
     */
    record TimeRemaining(int identifier, int magic, Octets data) implements LcpMessage {}

    /**
     * Reads a message of LCP.
     *
     * @param from buffer of the frame
     * @param at index of the code
     * @param end index behind the PPP payload; bytes behind the message's length are padding
     * @return the message, or why it is none, the offset from {@code at}
     */
    static Decoded<ControlMessage> parse(ByteBuf from, int at, int end) {
        DropReason reason = ControlMessage.check(from, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, 0);
        }
        int messageEnd = at + from.getUnsignedShort(at + 2);
        int code = from.getUnsignedByte(at);
        int dataAt = at + HEADER_LENGTH;
        if (code < 8 || code > 13) {
            return ControlMessage.parseCommon(from, at, messageEnd);
        }
        if (messageEnd - dataAt < (code == 8 ? 2 : 4)) {
            return new Decoded.Malformed<>(DropReason.PPP_BAD_LENGTH, 2);
        }
        int identifier = from.getUnsignedByte(at + 1);
        if (code == 8) {
            Octets rejected = Octets.of(from, dataAt + 2, messageEnd - dataAt - 2);
            int protocol = from.getUnsignedShort(dataAt);
            return new Decoded.Ok<>(new ProtocolReject(identifier, protocol, rejected));
        }
        Octets data = Octets.of(from, dataAt + 4, messageEnd - dataAt - 4);
        return new Decoded.Ok<>(withMagic(code, identifier, from.getInt(dataAt), data));
    }

    private static LcpMessage withMagic(int code, int identifier, int magic, Octets data) {
        return switch (code) {
            case 9 -> new EchoRequest(identifier, magic, data);
            case 10 -> new EchoReply(identifier, magic, data);
            case 11 -> new DiscardRequest(identifier, magic, data);
            case 12 -> new Identification(identifier, magic, data);
            default -> new TimeRemaining(identifier, magic, data);
        };
    }

    /** Returns the code, 8 to 13. */
    default int lcpCode() {
        return switch (this) {
            case ProtocolReject _ -> 8;
            case EchoRequest _ -> 9;
            case EchoReply _ -> 10;
            case DiscardRequest _ -> 11;
            case Identification _ -> 12;
            case TimeRemaining _ -> 13;
        };
    }

    /** Writes what stands behind the length; returns the index behind it. */
    default int emitBody(ByteBuf to, int at) {
        return switch (this) {
            case ProtocolReject m -> {
                to.setShort(at, m.protocol());
                yield m.rejected().emit(to, at + 2);
            }
            case EchoRequest m -> emitMagic(to, at, m.magic(), m.data());
            case EchoReply m -> emitMagic(to, at, m.magic(), m.data());
            case DiscardRequest m -> emitMagic(to, at, m.magic(), m.data());
            case Identification m -> emitMagic(to, at, m.magic(), m.text());
            case TimeRemaining m -> emitMagic(to, at, m.magic(), m.data());
        };
    }

    private static int emitMagic(ByteBuf to, int at, int magic, Octets data) {
        to.setInt(at, magic);
        return data.emit(to, at + 4);
    }
}
