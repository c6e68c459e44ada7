package bauta.forward;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;

/**
 * What happened to a packet that is traced.
 *
 * @param nanos when, on the clock of the router loop
 * @param event what
 * @param side the LAN (0x100 and its number), uplink (0x200 and its number) or router (0x300) where
 *     it came in or left
 * @param reason why it was dropped; {@code NONE} when it was not
 * @param source its source address at that place
 * @param destination its destination address there
 * @param protocol protocol number
 * @param ports source port in the high half, destination port in the low half; 0 without
 * @param tcpFlags flags of TCP; 0 for others
 * @param length of the packet in bytes
 */
public record TraceLine(
        long nanos,
        Event event,
        int side,
        DropReason reason,
        Ipv4Address source,
        Ipv4Address destination,
        int protocol,
        int ports,
        int tcpFlags,
        int length) {
    /** What can happen. */
    public enum Event {
        /** It came in. */
        ARRIVED,
        /** It left, in the form shown. */
        LEFT,
        /** It ended inside. */
        DROPPED
    }
}
