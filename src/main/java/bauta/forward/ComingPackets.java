package bauta.forward;

import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.flow.Lookahead;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;

/**
 * Has the flows of packets looked up that are going to be received. The packets have not been
 * checked: only bytes inside the frame are read, and what they claim leads to a hint, which is not
 * believed. Only TCP and UDP without IP options and not in pieces, which is nearly everything.
 */
@HotPath
final class ComingPackets {
    private static final int VERSION_4_NO_OPTIONS = 0x45;
    private static final int PORTS_BYTES = 4;

    private final ByteBuf buf;
    private final Lookahead flows;

    ComingPackets(ByteBuf buf, Lookahead flows) {
        this.buf = buf;
        this.flows = flows;
    }

    /**
     * Tells of a frame whose packet is nothing to look up.
     *
     * @param frame index of the frame
     */
    void other(int frame) {
        flows.coming(frame);
    }

    /**
     * Tells of a frame that seems to have an IPv4 packet.
     *
     * @param frame index of the frame
     * @param at index of the packet
     * @param end index after the last byte of the frame, whatever the packet says
     * @param side where it comes in
     */
    void packet(int frame, int at, int end, int side) {
        if (end - at < Ipv4Header.LENGTH + PORTS_BYTES || !hasPorts(at)) {
            other(frame);
            return;
        }
        int ports = buf.getInt(at + Ipv4Header.LENGTH);
        flows.coming(
                frame,
                Ipv4Header.addresses(buf, at),
                FiveTuple.keyed(side, Ipv4Header.protocol(buf, at), ports));
    }

    private boolean hasPorts(int at) {
        int protocol = Ipv4Header.protocol(buf, at);
        return buf.getByte(at) == VERSION_4_NO_OPTIONS
                && !Ipv4Header.isFragment(buf, at)
                && (protocol == Ipv4Header.PROTOCOL_UDP || protocol == Ipv4Header.PROTOCOL_TCP);
    }
}
