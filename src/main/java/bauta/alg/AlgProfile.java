package bauta.alg;

import java.time.Duration;
import java.util.List;

/**
 * What is fixed about an {@link Alg}.
 *
 * @param name what {@code bauta lsmod} calls it, such as {@code ftp}
 * @param protocols of the flows it reads: 6, 17 or both
 * @param ports destination ports that it is attached by unless somebody says others, 1 to 65,535
 * @param standard whether it is on unless somebody switches it off
 * @param expectations how many a control connection may have at a time, at least 1
 * @param lifetime how long an expectation waits
 */
public record AlgProfile(
        String name,
        List<Integer> protocols,
        List<Integer> ports,
        boolean standard,
        int expectations,
        Duration lifetime) {
    /** Copies the lists. */
    public AlgProfile {
        protocols = List.copyOf(protocols);
        ports = List.copyOf(ports);
    }
}
