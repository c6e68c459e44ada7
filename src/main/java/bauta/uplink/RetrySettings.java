package bauta.uplink;

import java.time.Duration;

/**
 * How long an uplink waits before it dials again, by what went wrong. Every wait is made up to
 * {@link #JITTER_PERCENT} percent shorter or longer by chance.
 *
 * <ul>
 *   <li>Nobody answers the search: {@code line}, always the same, so that a concentrator that
 *       returns is found at once. A search takes 15 s itself and sends four broadcasts.
 *   <li>A session that was up ended: {@code lost}, doubled each time up to {@code longest}, until a
 *       session has been up for {@code stable}.
 *   <li>Authentication refused: {@code authenticationFirst}, doubled each time up to {@code
 *       authenticationLongest}, until a log-in succeeds. With the defaults that is at most {@link
 *       #MAX_REFUSED_PER_HOUR} attempts in any hour.
 *   <li>Anything else: {@code first}, doubled each time up to {@code longest}, until a session has
 *       been up for {@code stable} or nobody answered any more.
 * </ul>
 *
 * @param line after a search without an answer
 * @param lost first wait after the loss of a session that was up
 * @param first first wait after any other failure
 * @param longest the most of these, and after losses
 * @param authenticationFirst after a refused log-in
 * @param authenticationLongest the most of these
 * @param stable how long a session must have been up to count as good
 */
public record RetrySettings(
        Duration line,
        Duration lost,
        Duration first,
        Duration longest,
        Duration authenticationFirst,
        Duration authenticationLongest,
        Duration stable) {
    /** How much chance adds to or takes from a wait. */
    public static final int JITTER_PERCENT = 10;

    /** Attempts in any hour that the default schedule makes while the password is refused. */
    public static final int MAX_REFUSED_PER_HOUR = 12;

    /** The defaults: 5 s; 1 s; 5 s to 2 min; 30 s to 10 min; stable after 30 s. */
    public static final RetrySettings DEFAULT =
            new RetrySettings(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30));
}
