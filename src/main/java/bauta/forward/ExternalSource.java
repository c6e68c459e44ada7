package bauta.forward;

import bauta.flow.FiveTuple;
import bauta.forward.policy.Policies;
import bauta.wire.Ipv4Header;

/**
 * The source by which a packet is seen from outside, and by a host that is asked by our external
 * address: the address that its sender has for itself alone, else one end of a mapping, else, for
 * protocols without ports to translate, an external address alone.
 */
final class ExternalSource {
    private ExternalSource() {}

    /**
     * Chooses it.
     *
     * @param state with the policies
     * @param packet the packet
     * @param decision with the uplink; takes the source
     * @param address the external address that is wanted, or 0 for any of the uplink
     * @return the one-to-one address, or {@link Policies#NONE}
     */
    static int choose(PathState state, Packet packet, Decision decision, int address) {
        Policies policies = state.rules.policies();
        Uplink uplink = decision.uplinkOrThrow();
        int pair = policies.oneToOneFrom(packet.source());
        int port = packet.sourcePort();
        if (pair != Policies.NONE && policies.oneToOne(pair).uplink() == uplink.id) {
            decision.from(policies.oneToOne(pair).externalFor(packet.source()), port);
            return pair;
        }
        if (isMapped(packet.kind())) {
            boolean own = packet.side == FiveTuple.SIDE_ROUTER;
            decision.source = Decision.Source.MAP;
            decision.sourceAddress = own ? packet.source() : address;
        } else {
            decision.from(address == 0 ? uplink.address : address, port);
        }
        return Policies.NONE;
    }

    private static boolean isMapped(int kind) {
        return kind == Ipv4Header.PROTOCOL_TCP
                || kind == Ipv4Header.PROTOCOL_UDP
                || kind == FiveTuple.KIND_ECHO_REQUEST;
    }
}
