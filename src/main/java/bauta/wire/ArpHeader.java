package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/**
 * An ARP packet for IPv4 on Ethernet (RFC 826).
 *
 * <pre>
 *  hardware type (2), protocol type (2), hardware length, protocol length, operation (2)
 *  sender MAC (6), sender address (4), target MAC (6), target address (4)
 * </pre>
 */
public final class ArpHeader {
    /** Bytes of the packet; what follows is padding. */
    public static final int LENGTH = 28;

    /** Operation: who has the target address? */
    public static final int REQUEST = 1;

    /** Operation: the sender has the sender address. */
    public static final int REPLY = 2;

    private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_ADDRESS = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_ADDRESS = 24;

    private ArpHeader() {}

    /**
     * Checks that a packet is whole and of this kind.
     *
     * @param frame the buffer
     * @param at index of its first byte
     * @param end index after the last byte of the frame
     * @return {@code NONE} when every accessor can read it
     */
    public static DropReason check(ByteBuf frame, int at, int end) {
        if (end - at < LENGTH) {
            return DropReason.ARP_TRUNCATED;
        }
        long kind = frame.getUnsignedInt(at) << Short.SIZE | frame.getUnsignedShort(at + 4);
        int operation = operation(frame, at);
        return kind != ETHERNET_IPV4 || operation < REQUEST || operation > REPLY
                ? DropReason.ARP_BAD_FORMAT
                : DropReason.NONE;
    }

    /** Returns {@link #REQUEST} or {@link #REPLY}. */
    public static int operation(ByteBuf frame, int at) {
        return frame.getUnsignedShort(at + OPERATION);
    }

    /** Returns the MAC address of the sender, as {@link MacAddress#bits}. */
    public static long senderMac(ByteBuf frame, int at) {
        return (long) frame.getUnsignedShort(at + SENDER_MAC) << Integer.SIZE
                | frame.getUnsignedInt(at + SENDER_MAC + 2);
    }

    /** Returns the sender's address; 0 in a probe (RFC 5227). */
    public static int senderAddress(ByteBuf frame, int at) {
        return frame.getInt(at + SENDER_ADDRESS);
    }

    /** Returns the address that is asked for, or that of who asked. */
    public static int targetAddress(ByteBuf frame, int at) {
        return frame.getInt(at + TARGET_ADDRESS);
    }

    /**
     * Writes a probe (RFC 5227 section 2.1.1): who has this address? It names no address of the
     * sender, so that it spoils nobody's neighbour table.
     *
     * @param frame where to; must hold {@link #LENGTH} bytes from {@code at} on
     * @param at index of the first byte
     * @param senderMac who asks, as {@link MacAddress#bits}
     * @param targetAddress what for
     */
    public static void writeProbe(ByteBuf frame, int at, long senderMac, int targetAddress) {
        frame.setInt(at, (int) (ETHERNET_IPV4 >>> Short.SIZE));
        frame.setShort(at + 4, (int) ETHERNET_IPV4 & 0xffff);
        frame.setShort(at + OPERATION, REQUEST);
        frame.setShort(at + SENDER_MAC, (int) (senderMac >>> Integer.SIZE));
        frame.setInt(at + SENDER_MAC + 2, (int) senderMac);
        frame.setInt(at + SENDER_ADDRESS, 0);
        frame.setZero(at + TARGET_MAC, MacAddress.LENGTH);
        frame.setInt(at + TARGET_ADDRESS, targetAddress);
    }
}
