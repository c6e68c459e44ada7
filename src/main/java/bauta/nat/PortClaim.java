package bauta.nat;

/**
 * Which external port somebody wants.
 *
 * @param wanted the one he likes best
 * @param exactly whether no other will do
 * @param allowed the ports that may be given away at all
 */
public record PortClaim(int wanted, boolean exactly, PortRange allowed) {
    /** Returns the same claim for one port and no other. */
    PortClaim only(int port) {
        return new PortClaim(port, true, allowed);
    }
}
