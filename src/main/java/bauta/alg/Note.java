package bauta.alg;

/**
 * Something that a gateway did or refused, with both ends of the control connection.
 *
 * @param nanos when
 * @param name of the gateway
 * @param addresses who sent and to whom, see {@link bauta.flow.FiveTuple}
 * @param ports their ports, see {@link bauta.flow.FiveTuple}
 * @param refusal why not, or empty for an expectation that was granted
 * @param protocol of what was announced, or 0
 * @param port that was announced, or 0
 */
public record Note(
        long nanos,
        String name,
        long addresses,
        long ports,
        java.util.Optional<Refusal> refusal,
        int protocol,
        int port) {}
