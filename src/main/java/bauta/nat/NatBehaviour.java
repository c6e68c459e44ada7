package bauta.nat;

import bauta.wire.Ipv4Header;

/**
 * What the household may choose about the translation; swapped at run time, for new mappings.
 *
 * @param ports how external ports are chosen
 * @param udp filtering of UDP, and of what is neither UDP nor TCP
 * @param tcp filtering of TCP
 * @param portBudget ports in use at most, of an external address and protocol
 * @param hostPorts ports that one host may have of these while they are short; 0 for an equal share
 */
public record NatBehaviour(
        PortSelection ports, Filtering udp, Filtering tcp, int portBudget, int hostPorts) {
    /** All ports beyond the well-known ones. */
    public static final int ALL_PORTS = 64_512;

    /** The behaviour when nothing was chosen. */
    public static final NatBehaviour STANDARD =
            new NatBehaviour(
                    PortSelection.PRESERVE,
                    Filtering.ADDRESS_DEPENDENT,
                    Filtering.ADDRESS_DEPENDENT,
                    ALL_PORTS,
                    0);

    /** Refuses budgets that cannot be kept. */
    public NatBehaviour {
        if (portBudget < 1 || portBudget > ALL_PORTS || hostPorts < 0) {
            throw new IllegalArgumentException(
                    "port budget " + portBudget + ", per host " + hostPorts);
        }
    }

    /**
     * Returns the filtering of a protocol.
     *
     * @param protocol protocol number
     */
    public Filtering filtering(int protocol) {
        return protocol == Ipv4Header.PROTOCOL_TCP ? tcp : udp;
    }
}
