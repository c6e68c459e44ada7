package bauta.alg;

import java.util.List;

/**
 * An {@link Alg} that is on, and the destination ports of the flows that it reads.
 *
 * @param alg the gateway
 * @param ports 1 to 65,535, at most 16
 */
public record AlgRule(Alg alg, List<Integer> ports) {
    /** Copies the list. */
    public AlgRule {
        ports = List.copyOf(ports);
    }
}
