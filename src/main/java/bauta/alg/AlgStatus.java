package bauta.alg;

import java.util.Map;

/**
 * The numbers of one gateway that people want to see.
 *
 * @param name of the gateway
 * @param connections control connections now
 * @param expectations that are open now
 * @param bytes about how many bytes both take now
 * @param attached control connections since the start
 * @param packets of control connections that were read
 * @param opened expectations granted since the start
 * @param used flows that came in by them
 * @param rewritten units that were changed
 * @param refused what was not done, by reason
 */
public record AlgStatus(
        String name,
        int connections,
        int expectations,
        int bytes,
        long attached,
        long packets,
        long opened,
        long used,
        long rewritten,
        Map<Refusal, Long> refused) {
    /** Copies the map. */
    public AlgStatus {
        refused = Map.copyOf(refused);
    }
}
