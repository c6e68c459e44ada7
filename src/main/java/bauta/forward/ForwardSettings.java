package bauta.forward;

import bauta.flow.FlowSettings;
import bauta.nat.NatSettings;

/**
 * The sizes and limits of the path.
 *
 * @param flow capacity and timeouts of flows
 * @param nat capacity of mappings; one more than flows, so that a new one never waits for an old
 *     flow to go
 * @param seed secret of hashes and port searches
 */
public record ForwardSettings(FlowSettings flow, NatSettings nat, long seed) {
    /** ICMP errors and resets sent per second, at most. */
    static final int ERRORS_PER_SECOND = 100;

    /** ICMP errors and resets sent at once, at most. */
    static final int ERROR_BURST = 50;

    /**
     * Returns settings for a number of flows, with the timeouts of the RFCs.
     *
     * @param flows flows at most
     * @param seed secret of hashes and port searches
     */
    public static ForwardSettings ofCapacity(int flows, long seed) {
        FlowSettings flow = FlowSettings.ofCapacity(flows);
        return new ForwardSettings(flow, new NatSettings(flow.records() + 1), seed);
    }
}
