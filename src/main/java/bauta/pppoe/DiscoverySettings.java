package bauta.pppoe;

import java.time.Duration;

/**
 * What to look for, and how patiently.
 *
 * @param serviceName the service asked for, empty for any
 * @param acName the only concentrator to take, empty for the first that fits
 * @param firstWait wait after the first PADI or PADR; doubles with each further one
 * @param padiAttempts PADIs before giving up
 * @param padrAttempts PADRs before giving up
 */
public record DiscoverySettings(
        String serviceName, String acName, Duration firstWait, int padiAttempts, int padrAttempts) {
    /** Any service of any concentrator; PADI after 0, 1, 3 and 7 s, given up after 15 s. */
    public static final DiscoverySettings DEFAULT = named("", "");

    /**
     * Returns the defaults with a choice.
     *
     * @param serviceName the service asked for, empty for any
     * @param acName the only concentrator to take, empty for any
     */
    public static DiscoverySettings named(String serviceName, String acName) {
        return new DiscoverySettings(serviceName, acName, Duration.ofSeconds(1), 4, 3);
    }
}
