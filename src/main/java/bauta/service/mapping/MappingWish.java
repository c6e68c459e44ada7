package bauta.service.mapping;

import java.time.Duration;

/**
 * What a program asks for.
 *
 * @param source by which protocol
 * @param internal its own endpoint
 * @param externalPort the port that it would like; 0 for any
 * @param exactly whether no other will do
 * @param lifetime for how long; {@link Duration#ZERO} for as long as possible
 * @param terms the rest
 */
public record MappingWish(
        MappingSource source,
        InternalEndpoint internal,
        int externalPort,
        boolean exactly,
        Duration lifetime,
        MappingLease.Terms terms) {
    /** Returns the port to try first: what it would like, else the one it has inside. */
    int firstPort() {
        return externalPort == 0 ? internal.port() : externalPort;
    }
}
