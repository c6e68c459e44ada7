package bauta.wire;

import io.netty.buffer.ByteBuf;

/** Any message that negotiates a PPP link, as it stands behind the {@link PppHeader}. */
public sealed interface PppMessage permits ControlMessage, PapMessage, ChapMessage {
    /**
     * Writes the message.
     *
     * @param to buffer with room for it
     * @param at index of the code
     * @return the index behind the last byte
     */
    int emit(ByteBuf to, int at);

    /** Writes code, identifier and length over a body that already stands; returns the end. */
    static int finish(ByteBuf to, int at, int end, int code, int identifier) {
        to.setByte(at, code);
        to.setByte(at + 1, identifier);
        to.setShort(at + 2, end - at);
        return end;
    }
}
