package bauta.ppp;

import java.time.Duration;

/**
 * The counters and timers of the automaton (RFC 1661 section 4.6). The restart timer starts short,
 * because a concentrator often starts its PPP a moment after it has confirmed the session, and
 * doubles up to the RFC's three seconds.
 *
 * @param firstRestart wait before the first retransmission
 * @param longestRestart wait before later ones
 * @param maxConfigure Configure-Requests without an answer before giving up
 * @param maxTerminate Terminate-Requests without an answer before giving up
 * @param maxFailure Configure-Naks before they turn into Configure-Rejects
 */
public record ConfigureSettings(
        Duration firstRestart,
        Duration longestRestart,
        int maxConfigure,
        int maxTerminate,
        int maxFailure) {
    /** The RFC's values with a short first wait. */
    public static final ConfigureSettings DEFAULT =
            new ConfigureSettings(Duration.ofMillis(400), Duration.ofSeconds(3), 10, 2, 5);
}
