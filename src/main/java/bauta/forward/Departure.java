package bauta.forward;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.wire.Ipv4Header;

/**
 * What keeps a packet from leaving by a side, in this order: an uplink without a session, its time
 * to live, its length. Asked about every packet, of a flow or not, that exists or not.
 */
@HotPath
final class Departure {
    private Departure() {}

    /** Returns why a packet cannot leave by a side; {@code NONE} when it can. */
    static DropReason check(PathState state, Packet packet, int side) {
        if (!state.isUp(side)) {
            return DropReason.IPV4_NO_ROUTE;
        }
        if (isForwarded(packet, side) && Ipv4Header.ttl(packet.buf, packet.at) <= 1) {
            return DropReason.IPV4_TTL_EXCEEDED;
        }
        boolean tooBig = packet.length() > state.mtuOf(side);
        return tooBig && Ipv4Header.dontFragment(packet.buf, packet.at)
                ? DropReason.IPV4_TOO_BIG
                : DropReason.NONE;
    }

    /** The router's own packets come and go without losing time to live. */
    static boolean isForwarded(Packet packet, int side) {
        return packet.side != FiveTuple.SIDE_ROUTER && side != FiveTuple.SIDE_ROUTER;
    }

    /** Returns type and code of the ICMP error that tells the sender. */
    static int error(DropReason reason) {
        return switch (reason) {
            case IPV4_TTL_EXCEEDED -> Errors.TTL_EXCEEDED;
            case IPV4_TOO_BIG -> Errors.FRAGMENTATION_NEEDED;
            default -> Errors.NET_UNREACHABLE;
        };
    }

    /** Returns the last four bytes of that error: the MTU that would be kept to, or 0. */
    static int errorRest(PathState state, DropReason reason, int side) {
        return reason == DropReason.IPV4_TOO_BIG ? state.mtuOf(side) : 0;
    }

    /** Returns the stage that finds it out. */
    static WhyStage stage(DropReason reason) {
        return switch (reason) {
            case IPV4_TTL_EXCEEDED -> WhyStage.TTL;
            case IPV4_TOO_BIG -> WhyStage.SIZE;
            default -> WhyStage.DESTINATION;
        };
    }
}
