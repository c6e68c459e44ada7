package bauta.flow;

import bauta.engine.HotPath;

/**
 * A 5-tuple with the side it came in by, as two longs, which are compared and hashed as they stand:
 * the addresses (source in the high half, as in the IPv4 header), and {@code side << 48 | kind <<
 * 32 | source port << 16 | destination port}. For ICMP echo the identifier is the port of the
 * asking host, the other port is 0, and request and reply are different kinds, so that a request
 * never passes for an answer.
 */
@HotPath
public final class FiveTuple {
    /** Kind of an ICMP echo request: the original direction. */
    public static final int KIND_ECHO_REQUEST = 0x101;

    /** Kind of an ICMP echo reply. */
    public static final int KIND_ECHO_REPLY = 0x100;

    /** Side of the router's own packets. */
    public static final int SIDE_ROUTER = 0x300;

    private static final int SIDE_LAN = 0x100;
    private static final int SIDE_UPLINK = 0x200;

    private FiveTuple() {}

    /**
     * Returns the side of a LAN network.
     *
     * @param lan its number, 0 to 255
     */
    public static int lanSide(int lan) {
        return SIDE_LAN | lan;
    }

    /**
     * Returns the side of an uplink.
     *
     * @param uplink its number, 0 to 255
     */
    public static int uplinkSide(int uplink) {
        return SIDE_UPLINK | uplink;
    }

    /**
     * Puts the second long together.
     *
     * @param side where the packet came in
     * @param kind the protocol number, or one of the echo kinds
     * @param sourcePort 0 to 65,535
     * @param destinationPort 0 to 65,535
     */
    public static long ports(int side, int kind, int sourcePort, int destinationPort) {
        return (long) (side << 16 | kind) << 32
                | (sourcePort << 16 | destinationPort) & 0xffff_ffffL;
    }

    /** Returns addresses with source and destination exchanged. */
    public static long exchange(long addresses) {
        return Long.rotateLeft(addresses, 32);
    }

    /** Returns the side. */
    public static int side(long ports) {
        return (int) (ports >>> 48);
    }

    /** Returns the kind. */
    public static int kind(long ports) {
        return (int) (ports >>> 32) & 0xffff;
    }

    /** Returns the source port. */
    public static int sourcePort(long ports) {
        return (int) ports >>> 16;
    }

    /** Returns the destination port. */
    public static int destinationPort(long ports) {
        return (int) ports & 0xffff;
    }

    /** Returns the source address. */
    public static int source(long addresses) {
        return (int) (addresses >>> 32);
    }

    /** Returns the destination address. */
    public static int destination(long addresses) {
        return (int) addresses;
    }

    /** Puts addresses together. */
    public static long addresses(int source, int destination) {
        return (long) source << 32 | destination & 0xffff_ffffL;
    }
}
