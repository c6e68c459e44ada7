package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/**
 * The five messages of PPPoE discovery (RFC 2516 section 5), each a PPPoE header and tags. Session
 * frames (code 0) are not messages of this kind: they are a {@link PppoeHeader}, a {@link
 * PppHeader} and a PPP message.
 */
public sealed interface PppoeMessage {
    /**
     * Active Discovery Initiation, broadcast by the host.
     *
     * @param tags Service-Name, Host-Uniq, PPP-Max-Payload...
     */
    record Padi(PppoeTags tags) implements PppoeMessage {}

    /**
     * Active Discovery Offer, unicast by a concentrator.
     *
     * @param tags AC-Name, Service-Names, AC-Cookie, echoed Host-Uniq...
     */
    record Pado(PppoeTags tags) implements PppoeMessage {}

    /**
     * Active Discovery Request, unicast by the host.
     *
     * @param tags Service-Name, Host-Uniq, AC-Cookie and Relay-Session-Id of the offer...
     */
    record Padr(PppoeTags tags) implements PppoeMessage {}

    /**
     * Active Discovery Session-confirmation.
     *
     * @param sessionId 1 to 65,535, or 0 with an error tag
     * @param tags Service-Name, echoed Host-Uniq...
     */
    record Pads(int sessionId, PppoeTags tags) implements PppoeMessage {}

    /**
     * Active Discovery Terminate, by either side.
     *
     * @param sessionId the session that ends
     * @param tags usually none, sometimes Generic-Error
     */
    record Padt(int sessionId, PppoeTags tags) implements PppoeMessage {}

    /** Returns the tags. */
    PppoeTags tags();

    /** Returns the code of the header. */
    default int code() {
        return switch (this) {
            case Padi _ -> PppoeHeader.CODE_PADI;
            case Pado _ -> PppoeHeader.CODE_PADO;
            case Padr _ -> PppoeHeader.CODE_PADR;
            case Pads _ -> PppoeHeader.CODE_PADS;
            case Padt _ -> PppoeHeader.CODE_PADT;
        };
    }

    /** Returns the bytes that {@link #emit} writes. */
    default int length() {
        return PppoeHeader.LENGTH + tags().length();
    }

    /**
     * Reads a discovery message. Session ids are not judged except that PADI, PADO and PADR lose
     * theirs, which RFC 2516 sets to 0.
     *
     * @param frame buffer of the frame
     * @param at index of the PPPoE header
     * @param end index behind the frame; padding is ignored
     * @return the message, or why it is none; the offset counts from {@code at}
     */
    static Decoded<PppoeMessage> parse(ByteBuf frame, int at, int end) {
        DropReason reason = PppoeHeader.check(frame, at, end);
        if (reason != DropReason.NONE) {
            return new Decoded.Malformed<>(reason, 0);
        }
        int payload = at + PppoeHeader.LENGTH;
        int payloadEnd = payload + PppoeHeader.payloadLength(frame, at);
        return switch (PppoeTags.parse(frame, payload, payloadEnd)) {
            case Decoded.Ok<PppoeTags>(PppoeTags tags) ->
                    of(PppoeHeader.code(frame, at), PppoeHeader.sessionId(frame, at), tags);
            case Decoded.Malformed<PppoeTags>(DropReason bad, int offset) ->
                    new Decoded.Malformed<>(bad, PppoeHeader.LENGTH + offset);
        };
    }

    private static Decoded<PppoeMessage> of(int code, int sessionId, PppoeTags tags) {
        return switch (code) {
            case PppoeHeader.CODE_PADI -> new Decoded.Ok<>(new Padi(tags));
            case PppoeHeader.CODE_PADO -> new Decoded.Ok<>(new Pado(tags));
            case PppoeHeader.CODE_PADR -> new Decoded.Ok<>(new Padr(tags));
            case PppoeHeader.CODE_PADS -> new Decoded.Ok<>(new Pads(sessionId, tags));
            case PppoeHeader.CODE_PADT -> new Decoded.Ok<>(new Padt(sessionId, tags));
            default -> new Decoded.Malformed<>(DropReason.PPPOE_BAD_CODE, 1);
        };
    }

    /**
     * Writes header and tags.
     *
     * @param to buffer with room for {@link #length()} bytes
     * @param at index of the PPPoE header
     * @return the index behind the last byte
     */
    default int emit(ByteBuf to, int at) {
        int sessionId =
                switch (this) {
                    case Pads pads -> pads.sessionId();
                    case Padt padt -> padt.sessionId();
                    case Padi _, Pado _, Padr _ -> 0;
                };
        PppoeHeader.write(to, at, code(), sessionId, tags().length());
        return tags().emit(to, at + PppoeHeader.LENGTH);
    }
}
