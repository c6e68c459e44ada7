package bauta.nat;

/**
 * The mappings at a moment.
 *
 * @param capacity mappings at most
 * @param mappings mappings now
 * @param created mappings ever made
 * @param portsKept of those, how many kept the source port
 * @param refused how often no port was free
 */
public record NatStatus(int capacity, int mappings, long created, long portsKept, long refused) {}
