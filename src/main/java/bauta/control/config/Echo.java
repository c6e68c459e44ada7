package bauta.control.config;

import java.time.Duration;
import java.util.List;

/**
 * The keep-alive of a session (LCP Echo-Request, RFC 1661 section 5.8).
 *
 * @param interval between requests, while nothing else is received
 * @param failures unanswered requests in a row after which the session is given up
 */
public record Echo(Duration interval, int failures) {
    static final Echo STANDARD = new Echo(Duration.ofSeconds(4), 3);

    static final Key<Duration> INTERVAL =
            Key.optional("interval", Kinds.duration("1s", "10m"), STANDARD.interval(), "\"4s\"");
    static final Key<Integer> FAILURES =
            Key.optional("failures", Kinds.number(1, 20), STANDARD.failures(), "3");

    static final Shape<Echo> SHAPE =
            new Shape<>(
                    "echo",
                    List.of(INTERVAL, FAILURES),
                    values -> new Echo(values.get(INTERVAL), values.get(FAILURES)));
}
