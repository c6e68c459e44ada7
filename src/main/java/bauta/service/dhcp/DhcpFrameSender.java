package bauta.service.dhcp;

/**
 * Sends whole Ethernet frames on the LAN, to hosts that have no address yet and so answer no ARP.
 * Called on the dhcp thread; must not block, so an implementation posts to the router loop.
 */
@FunctionalInterface
public interface DhcpFrameSender {
    /**
     * Sends one frame; nothing is told of its fate, as a client asks again.
     *
     * @param frame Ethernet header to UDP payload, without the frame check sequence; not changed
     *     afterwards by either side
     */
    void send(byte[] frame);
}
