package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the server has done since it was opened.
 *
 * @param received messages of clients by type
 * @param sent messages to clients by type
 * @param poolSize addresses of the pool
 * @param leases committed leases that run, by address
 * @param drops messages that were not answered, by reason
 * @param saveFailures times the lease file could not be written
 */
public record DhcpStatus(
        Map<DhcpMessage.Type, Long> received,
        Map<DhcpMessage.Type, Long> sent,
        int poolSize,
        List<LeaseStatus> leases,
        Map<DropReason, Long> drops,
        long saveFailures) {
    /** Copies the collections. */
    public DhcpStatus {
        received = Map.copyOf(received);
        sent = Map.copyOf(sent);
        leases = List.copyOf(leases);
        drops = Map.copyOf(drops);
    }

    /**
     * A lease that runs.
     *
     * @param address the address
     * @param mac whose it is
     * @param hostName what the client calls itself, or empty
     * @param rest how much longer
     */
    public record LeaseStatus(
            Ipv4Address address, MacAddress mac, String hostName, Duration rest) {}
}
