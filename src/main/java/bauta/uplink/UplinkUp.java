package bauta.uplink;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * What an uplink that came up brought along.
 *
 * @param id of the uplink
 * @param name as configured
 * @param address ours
 * @param peer the provider's end, 0.0.0.0 when it kept silent
 * @param dnsServers in order, none to two
 * @param mtuBytes the longest IP packet in both directions
 * @param ourMac of the port, low 48 bits
 * @param acMac of the concentrator, low 48 bits
 * @param sessionId of the PPPoE session
 */
public record UplinkUp(
        int id,
        String name,
        Ipv4Address address,
        Ipv4Address peer,
        List<Ipv4Address> dnsServers,
        int mtuBytes,
        long ourMac,
        long acMac,
        int sessionId) {}
