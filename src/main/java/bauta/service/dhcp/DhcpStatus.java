package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.wire.DhcpMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server has done since it was opened.
 *
 * @param received messages of clients by type
 * @param sent messages to clients by type
 * @param poolSize addresses of the pool
 * @param leases leases that run and addresses in quarantine, by address
 * @param foreign another DHCP server on the LAN, if one was noticed
 * @param drops messages that were not answered, by reason
 * @param saveFailures times the lease file could not be written
 */
public record DhcpStatus(
        Map<DhcpMessage.Type, Long> received,
        Map<DhcpMessage.Type, Long> sent,
        int poolSize,
        List<LeaseStatus> leases,
        Optional<ForeignServer> foreign,
        Map<DropReason, Long> drops,
        long saveFailures) {
    /** Copies the collections. */
    public DhcpStatus {
        received = Map.copyOf(received);
        sent = Map.copyOf(sent);
        leases = List.copyOf(leases);
        drops = Map.copyOf(drops);
    }
}
