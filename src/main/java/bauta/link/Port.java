package bauta.link;

import bauta.engine.HotPath;

/**
 * A way out of the router: a NIC or the TUN. Frames are handed over with their ownership; a port
 * that cannot take one counts it under its own {@link bauta.engine.DropReason} and releases it, so
 * callers never look back. Router loop only.
 */
@HotPath
public interface Port {
    /**
     * Returns the name in configuration and status: the role, such as {@code wan} or {@code lan1}.
     */
    String role();

    /** Returns our MAC address in the low 48 bits, or 0 for the TUN. */
    long mac();

    /** Returns the longest IP packet it takes, in bytes. */
    int mtuBytes();

    /** Returns whether it has carrier and can send. */
    boolean isUp();

    /**
     * Queues a frame of ordinary traffic.
     *
     * @param at index of the first byte to send
     * @param length in bytes
     */
    void transmit(int at, int length);

    /**
     * Queues a frame that must not be starved by traffic: PPP, PPPoE, ARP, DHCP.
     *
     * @param at index of the first byte to send
     * @param length in bytes
     */
    void transmitControl(int at, int length);

    /** Makes queued frames leave; called once at the end of a batch. */
    void flush();
}
