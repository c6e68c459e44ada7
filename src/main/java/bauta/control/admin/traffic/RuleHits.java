package bauta.control.admin.traffic;

import java.util.Optional;

/**
 * What the log tells of a rule that has {@code log}: folded, at most once a minute for each.
 *
 * @param agoMillis how long ago it was told
 * @param rule id of the rule
 * @param verdict what it decided
 * @param hits how often since it was told before
 * @param source of the last packet
 * @param destination of the last packet
 * @param protocol of the last packet
 * @param port its destination port, where it has one
 */
public record RuleHits(
        long agoMillis,
        String rule,
        String verdict,
        long hits,
        String source,
        String destination,
        String protocol,
        Optional<Integer> port) {}
