package bauta.forward;

import bauta.wire.Ipv4Address;
import java.util.Optional;

/**
 * Which packets are traced: those of one conversation, in both directions. What is empty matches
 * anything.
 *
 * @param protocol protocol number
 * @param address one end, as the inside or as the outside knows it
 * @param port its port
 * @param peer the other end
 * @param peerPort its port
 */
public record TraceFilter(
        Optional<Integer> protocol,
        Optional<Ipv4Address> address,
        Optional<Integer> port,
        Optional<Ipv4Address> peer,
        Optional<Integer> peerPort) {}
