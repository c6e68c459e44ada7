package bauta.linux;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.function.Consumer;

/**
 * Reads rtnetlink messages, rtnetlink(7), into {@link RouteEvent}s. What is of another kind or
 * family, or malformed, is passed over.
 */
final class RouteMessages {
    static final int NEW_LINK = 16;
    static final int DELETE_LINK = 17;
    static final int NEW_ADDRESS = 20;
    static final int DELETE_ADDRESS = 21;
    static final int NEW_NEIGHBOUR = 28;
    static final int DELETE_NEIGHBOUR = 29;

    static final int LINK_BYTES = 16;
    static final int ADDRESS_BYTES = 8;
    static final int NEIGHBOUR_BYTES = 12;
    static final int AF_INET = 2;
    private static final int AF_BRIDGE = 7;

    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    private static final int IFLA_NUM_RX_QUEUES = 32;
    static final int IFF_UP = 1;
    static final int IFF_LOWER_UP = 0x10000;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_FLAGS_EXT = 15;
    static final int NUD_INCOMPLETE = 0x01;
    static final int NUD_FAILED = 0x20;
    static final int NUD_USABLE = 0x02 | 0x04 | 0x08 | 0x10 | 0x40 | 0x80;

    private RouteMessages() {}

    /**
     * Reads the message at the cursor.
     *
     * @param message the cursor
     * @param taker receives at most one event
     */
    static void read(NetlinkMessages message, Consumer<RouteEvent> taker) {
        switch (message.type()) {
            case NEW_LINK, DELETE_LINK -> link(message, taker);
            case NEW_ADDRESS, DELETE_ADDRESS -> address(message, taker);
            case NEW_NEIGHBOUR, DELETE_NEIGHBOUR -> neighbour(message, taker);
            default -> {}
        }
    }

    private static void link(NetlinkMessages message, Consumer<RouteEvent> taker) {
        if (!message.has(LINK_BYTES) || message.fixedByte(0) == AF_BRIDGE) {
            return;
        }
        int index = message.fixedInt(4);
        String name = message.attribute(LINK_BYTES, IFLA_IFNAME, 1) ? message.textValue() : "";
        if (message.type() == DELETE_LINK) {
            taker.accept(new RouteEvent.LinkGone(index, name));
            return;
        }
        int flags = message.fixedInt(8);
        long mac = message.attribute(LINK_BYTES, IFLA_ADDRESS, 6) ? message.macValue() : 0;
        int mtu = message.attribute(LINK_BYTES, IFLA_MTU, 4) ? message.intValue() : 0;
        boolean queues = message.attribute(LINK_BYTES, IFLA_NUM_RX_QUEUES, 4);
        boolean up = (flags & IFF_UP) != 0;
        taker.accept(
                new RouteEvent.LinkPresent(
                        index,
                        name,
                        mac,
                        mtu,
                        up,
                        up && (flags & IFF_LOWER_UP) != 0,
                        queues ? Math.max(1, message.intValue()) : 1));
    }

    private static void address(NetlinkMessages message, Consumer<RouteEvent> taker) {
        boolean ours =
                message.has(ADDRESS_BYTES)
                        && message.fixedByte(0) == AF_INET
                        && message.fixedByte(1) <= 32
                        && (message.attribute(ADDRESS_BYTES, IFA_LOCAL, 4)
                                || message.attribute(ADDRESS_BYTES, IFA_ADDRESS, 4));
        if (ours) {
            Ipv4Address local = new Ipv4Address(message.networkValue());
            taker.accept(
                    new RouteEvent.AddressChanged(
                            message.fixedInt(4),
                            new Ipv4Prefix(local, message.fixedByte(1)),
                            message.type() == NEW_ADDRESS));
        }
    }

    private static void neighbour(NetlinkMessages message, Consumer<RouteEvent> taker) {
        boolean ours =
                message.has(NEIGHBOUR_BYTES)
                        && message.fixedByte(0) == AF_INET
                        && message.attribute(NEIGHBOUR_BYTES, NDA_DST, 4);
        if (!ours) {
            return;
        }
        int ipv4 = message.networkValue();
        int state = message.fixedShort(8);
        boolean usable =
                message.type() == NEW_NEIGHBOUR
                        && (state & NUD_USABLE) != 0
                        && message.attribute(NEIGHBOUR_BYTES, NDA_LLADDR, 6);
        taker.accept(
                new RouteEvent.NeighbourChanged(
                        message.fixedInt(4),
                        ipv4,
                        usable ? message.macValue() : -1,
                        (state & NUD_FAILED) != 0));
    }
}
