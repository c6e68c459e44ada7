package bauta.wire;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * The header of an Ethernet II frame, without a tag and without the frame check sequence.
 *
 * <pre>
 *  0                   6                   12          14
 * +-------------------+-------------------+-----------+
 * |    destination    |      source       | EtherType |
 * +-------------------+-------------------+-----------+
 * </pre>
 */
@HotPath
public final class EthernetHeader {
    /** Bytes of the header. */
    public static final int LENGTH = 14;

    /** EtherType of IPv4. */
    public static final int TYPE_IPV4 = 0x0800;

    /** EtherType of ARP. */
    public static final int TYPE_ARP = 0x0806;

    /** EtherType of an 802.1Q tag. */
    public static final int TYPE_VLAN = 0x8100;

    /** EtherType of an 802.1ad service tag. */
    public static final int TYPE_SERVICE_VLAN = 0x88a8;

    /** EtherType of IPv6. */
    public static final int TYPE_IPV6 = 0x86dd;

    /** EtherType of the PPPoE discovery stage. */
    public static final int TYPE_PPPOE_DISCOVERY = 0x8863;

    /** EtherType of the PPPoE session stage. */
    public static final int TYPE_PPPOE_SESSION = 0x8864;

    /** The broadcast address. */
    public static final long BROADCAST = 0xffff_ffff_ffffL;

    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private EthernetHeader() {}

    /**
     * Checks that a header is there and its source is no group.
     *
     * @param buf the buffer
     * @param at index of the frame
     * @param end index after its last byte
     */
    public static DropReason check(ByteBuf buf, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.ETHERNET_TRUNCATED;
        }
        return isGroup(source(buf, at)) ? DropReason.ETHERNET_BAD_SOURCE : DropReason.NONE;
    }

    /** Returns the destination address in the low 48 bits. */
    public static long destination(ByteBuf buf, int at) {
        return buf.getLong(at) >>> 16;
    }

    /** Returns the source address in the low 48 bits. */
    public static long source(ByteBuf buf, int at) {
        return buf.getLong(at + SOURCE) >>> 16;
    }

    /** Returns the EtherType, 0 to 0xffff. */
    public static int type(ByteBuf buf, int at) {
        return buf.getUnsignedShort(at + TYPE);
    }

    /**
     * Returns whether the group bit is set: multicast or broadcast.
     *
     * @param address in the low 48 bits
     */
    public static boolean isGroup(long address) {
        return (address >>> 40 & 1) != 0;
    }

    /**
     * Writes a whole header.
     *
     * @param buf the buffer
     * @param at index of the frame
     * @param destination in the low 48 bits
     * @param source in the low 48 bits
     * @param type the EtherType
     */
    public static void write(ByteBuf buf, int at, long destination, long source, int type) {
        buf.setLong(at, destination << 16 | source >>> 32);
        buf.setInt(at + Long.BYTES, (int) source);
        buf.setShort(at + TYPE, type);
    }
}
