package bauta.firewall;

/**
 * Decides about the first packet of a flow. A matcher is immutable: a change of rules swaps the
 * whole one at a batch boundary. Must not allocate.
 */
@FunctionalInterface
public interface Firewall {
    /**
     * Judges a new flow.
     *
     * @param from the zone it comes from
     * @param to the zone it goes to
     * @param addresses source and destination as the inside sees them, the source in the high half
     * @param ports source and destination port, the source in the high half; 0 without ports
     * @param protocol the protocol number
     */
    Verdict judge(Zone from, Zone to, long addresses, int ports, int protocol);

    /**
     * Returns the first form: from inside to the WAN everything, between the house's own networks
     * everything, else nothing. Visitors that try to reach the house are told so.
     */
    static Firewall defaultDeny() {
        return (from, to, addresses, ports, protocol) -> {
            if (to == Zone.WAN && from != Zone.WAN || from == Zone.LAN && to == Zone.LAN) {
                return Verdict.ACCEPT;
            }
            return from == Zone.WAN ? Verdict.DROP : Verdict.REJECT;
        };
    }
}
