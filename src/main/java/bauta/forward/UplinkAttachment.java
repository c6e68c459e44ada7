package bauta.forward;

import bauta.link.Port;
import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * An uplink that has come up, over PPPoE.
 *
 * @param id its number, 0 to 15; the lowest that is up is the default route
 * @param name its name in configuration and status
 * @param address our address on it
 * @param mtuBytes the longest IP packet it takes, as negotiated
 * @param port the way out
 * @param ourMac our MAC address of the session, in the low 48 bits
 * @param acMac the concentrator's MAC address, in the low 48 bits
 * @param sessionId the PPPoE session
 * @param more further addresses that lead to us by it
 */
public record UplinkAttachment(
        int id,
        String name,
        Ipv4Address address,
        int mtuBytes,
        Port port,
        long ourMac,
        long acMac,
        int sessionId,
        List<Ipv4Address> more) {
    /** Copies the list. */
    public UplinkAttachment {
        more = List.copyOf(more);
    }
}
