package bauta.nat;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * What a lease wants of the translation: an external port for an internal endpoint, held by the
 * lease and not by flows.
 *
 * @param id number of the lease
 * @param protocol 6 or 17
 * @param address internal address
 * @param port internal port
 * @param claim which external port
 * @param filters whom it lets in; none means everybody
 * @param patient whether it waits for an uplink when none is up, instead of being refused
 */
public record ExplicitMapping(
        int id,
        int protocol,
        Ipv4Address address,
        int port,
        PortClaim claim,
        List<PeerFilter> filters,
        boolean patient) {
    /** What the number of a lease is preceded by where rules are named. */
    public static final String NAME = "mapping-";

    /** Copies the list. */
    public ExplicitMapping {
        filters = List.copyOf(filters);
    }

    /** Returns the same with another claim. */
    ExplicitMapping with(PortClaim other) {
        return new ExplicitMapping(id, protocol, address, port, other, filters, patient);
    }
}
