package bauta.nat;

import java.util.List;

/**
 * The mappings at a moment.
 *
 * @param capacity mappings at most
 * @param mappings mappings now
 * @param created mappings ever made
 * @param portsKept of those, how many kept the source port
 * @param refused how often there was no port, or no more for that host
 * @param addresses the external addresses, with their port budgets
 */
public record NatStatus(
        int capacity,
        int mappings,
        long created,
        long portsKept,
        long refused,
        List<ExternalAddressStatus> addresses) {
    /** Copies the list. */
    public NatStatus {
        addresses = List.copyOf(addresses);
    }
}
