package bauta.forward;

import bauta.firewall.Firewall;
import bauta.flow.FlowSettings;
import bauta.forward.policy.Policies;
import bauta.nat.NatBehaviour;
import bauta.nat.PortForwards;
import java.util.List;
import java.util.Optional;

/**
 * What is forwarded, and how: one snapshot, swapped whole by {@link ForwardingPath#rules}. Its
 * parts remember turns and rates, so one snapshot serves one path.
 *
 * @param mode whether packets of the house are forwarded
 * @param uses what the house may do with each uplink, by the uplink's number; those beyond the list
 *     are masqueraded
 * @param policies how packets of the house leave
 * @param firewall which flows may begin
 * @param forwards what the outside is let in to
 * @param behaviour of the translation
 * @param timers idle times of flows; empty leaves them as they are
 * @param bogons whether packets from an uplink are dropped whose source nobody on the Internet has
 * @param answersSyns whether connection requests from outside that nobody wants are answered, after
 *     six seconds
 */
public record ForwardRules(
        ForwardMode mode,
        List<UplinkUse> uses,
        Policies policies,
        Firewall firewall,
        PortForwards forwards,
        NatBehaviour behaviour,
        Optional<FlowSettings> timers,
        boolean bogons,
        boolean answersSyns) {
    /** Copies the list. */
    public ForwardRules {
        uses = List.copyOf(uses);
    }

    /**
     * Returns rules with nothing but the standing ones: all networks of the house are masqueraded,
     * nobody comes in.
     *
     * @param mode whether packets of the house are forwarded
     * @param uses what the house may do with each uplink
     */
    public static ForwardRules standing(ForwardMode mode, List<UplinkUse> uses) {
        return new ForwardRules(
                mode,
                uses,
                Policies.of(List.of()),
                Firewall.defaultDeny(),
                PortForwards.NONE,
                NatBehaviour.STANDARD,
                Optional.empty(),
                true,
                false);
    }

    /** Returns the standing rules while an uplink is up, masqueraded. */
    public static ForwardRules standing() {
        return standing(ForwardMode.WITH_UPLINK, List.of());
    }

    /**
     * Returns what the house may do with an uplink.
     *
     * @param uplink its number
     */
    public UplinkUse use(int uplink) {
        return uplink < uses.size() ? uses.get(uplink) : UplinkUse.MASQUERADE;
    }

    /**
     * Returns the same with other parts: for what only some of them matter to.
     *
     * @param otherPolicies how packets of the house leave
     * @param otherFirewall which flows may begin
     * @param otherForwards what the outside is let in to
     */
    public ForwardRules with(
            Policies otherPolicies, Firewall otherFirewall, PortForwards otherForwards) {
        return new ForwardRules(
                mode,
                uses,
                otherPolicies,
                otherFirewall,
                otherForwards,
                behaviour,
                timers,
                bogons,
                answersSyns);
    }
}
