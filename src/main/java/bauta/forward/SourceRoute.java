package bauta.forward;

import bauta.wire.Ipv4Header;

/** Options by which a sender tells routers the way (RFC 791 section 3.1). */
final class SourceRoute {
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int LOOSE = 131;
    private static final int STRICT = 137;

    private SourceRoute() {}

    /**
     * Returns whether a packet has one, or options that cannot be read: both are dropped (RFC 7126
     * section 4.3).
     */
    static boolean isIn(Packet packet) {
        int index = packet.at + Ipv4Header.LENGTH;
        while (index < packet.payload) {
            int kind = packet.buf.getUnsignedByte(index);
            if (kind == OPTION_END) {
                return false;
            }
            int length = 1;
            if (kind != OPTION_NOP) {
                boolean cut = packet.payload - index < 2;
                length = cut ? 0 : packet.buf.getUnsignedByte(index + 1);
                boolean routed = kind == LOOSE || kind == STRICT;
                if (length < 2 || length > packet.payload - index || routed) {
                    return true;
                }
            }
            index += length;
        }
        return false;
    }
}
