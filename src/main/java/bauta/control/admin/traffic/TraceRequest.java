package bauta.control.admin.traffic;

import java.util.Optional;

/**
 * Which packets to follow: those of conversations between two ends, both ways.
 *
 * @param address one end, as the house or as the Internet knows it
 * @param port its port
 * @param peer the other end
 * @param peerPort its port
 * @param protocol name or number
 */
public record TraceRequest(
        Optional<String> address,
        Optional<Integer> port,
        Optional<String> peer,
        Optional<Integer> peerPort,
        Optional<String> protocol) {}
