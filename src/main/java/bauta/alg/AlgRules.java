package bauta.alg;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which gateways are on, by port: one snapshot, swapped whole. Immutable. */
public final class AlgRules {
    /** No gateway at all. */
    public static final AlgRules NONE = new AlgRules(List.of(), new BitSet());

    private static final int FIRST_OPENABLE = 1024;
    private static final int TCP = 6;

    private final List<AlgRule> rules;
    private final BitSet forbidden;
    private final BitSet tcpPorts = new BitSet();
    private final BitSet udpPorts = new BitSet();

    /**
     * Makes rules.
     *
     * @param rules the gateways; the first with a port gets its flows
     * @param forbidden ports that are never opened, besides those below 1,024
     */
    public AlgRules(List<AlgRule> rules, BitSet forbidden) {
        this.rules = List.copyOf(rules);
        this.forbidden = (BitSet) forbidden.clone();
        for (AlgRule rule : rules) {
            for (int protocol : rule.alg().profile().protocols()) {
                rule.ports().forEach(port -> ports(protocol).set(port));
            }
        }
    }

    private BitSet ports(int protocol) {
        return protocol == TCP ? tcpPorts : udpPorts;
    }

    /** Returns the gateways that are on. */
    public List<AlgRule> rules() {
        return rules;
    }

    /**
     * Returns the gateway for a flow, or null.
     *
     * @param protocol 6 or 17; others have none
     * @param port the destination port
     */
    @Nullable Alg find(int protocol, int port) {
        boolean possible = protocol == TCP || protocol == 17;
        if (!possible || !ports(protocol).get(port)) {
            return null;
        }
        for (AlgRule rule : rules) {
            if (rule.ports().contains(port)
                    && rule.alg().profile().protocols().contains(protocol)) {
                return rule.alg();
            }
        }
        return null;
    }

    boolean mayOpen(int port) {
        return port >= FIRST_OPENABLE && port <= 0xffff && !forbidden.get(port);
    }
}
