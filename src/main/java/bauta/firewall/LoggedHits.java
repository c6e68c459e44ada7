package bauta.firewall;

import bauta.wire.Ipv4Address;

/**
 * What the log tells of a rule: how often it decided, and the last packet it decided on.
 *
 * @param wallMillis when it was written, in milliseconds since 1970
 * @param rule id of the rule
 * @param verdict what it decided
 * @param hits how often since what was told before
 * @param source of the last packet
 * @param destination of the last packet
 * @param protocol of the last packet
 * @param port its destination port, or -1
 */
public record LoggedHits(
        long wallMillis,
        String rule,
        Verdict verdict,
        long hits,
        Ipv4Address source,
        Ipv4Address destination,
        int protocol,
        int port) {}
