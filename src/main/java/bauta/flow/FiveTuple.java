package bauta.flow;

import bauta.engine.HotPath;
import bauta.wire.Ipv4Header;
import bauta.wire.TransportKey;

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

    /** Added to the kind of a reply whose key will be known from the first one. */
    public static final int KIND_AWAITED = 0x200;

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

    /**
     * Puts the second long of a protocol together that has a key instead of ports.
     *
     * @param side where the packet came in
     * @param kind the protocol number, with {@link #KIND_AWAITED} or without
     * @param key see {@link bauta.wire.TransportKey}
     */
    public static long keyed(int side, int kind, int key) {
        return (long) (side << 16 | kind) << 32 | key & 0xffff_ffffL;
    }

    /** Returns addresses with source and destination exchanged. */
    public static long exchange(long addresses) {
        return Long.rotateLeft(addresses, 32);
    }

    /** Returns the side. */
    public static int side(long ports) {
        return (int) (ports >>> 48);
    }

    /**
     * Returns the second long of an answer: ports exchanged, echo request and reply exchanged.
     *
     * @param ports of what is answered
     * @param side where the answer comes in
     */
    public static long answered(long ports, int side) {
        int kind = kind(ports);
        int low = Integer.rotateLeft((int) ports, 16);
        int answer =
                switch (kind) {
                    case KIND_ECHO_REQUEST -> KIND_ECHO_REPLY;
                    case KIND_ECHO_REPLY -> KIND_ECHO_REQUEST;
                    default -> kind;
                };
        return keyed(side, answer, hasPorts(kind) ? low : (int) ports);
    }

    /** Returns whether a kind has ports, of its own or the echo identifier. */
    public static boolean hasPorts(int kind) {
        return kind == Ipv4Header.PROTOCOL_TCP
                || kind == Ipv4Header.PROTOCOL_UDP
                || kind == TransportKey.PROTOCOL_SCTP
                || kind == KIND_ECHO_REQUEST
                || kind == KIND_ECHO_REPLY;
    }

    /** Returns whether a side is one of the uplinks. */
    public static boolean isUplink(int side) {
        return side >>> 8 == SIDE_UPLINK >>> 8;
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
