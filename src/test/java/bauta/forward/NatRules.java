package bauta.forward;

import bauta.firewall.Firewall;
import bauta.flow.FlowSettings;
import bauta.forward.policy.OneToOne;
import bauta.forward.policy.Policies;
import bauta.nat.Filtering;
import bauta.nat.ForwardMatch;
import bauta.nat.ForwardRule;
import bauta.nat.ForwardTarget;
import bauta.nat.NatBehaviour;
import bauta.nat.PortForwards;
import bauta.nat.PortRange;
import bauta.nat.PortSelection;
import bauta.nat.TargetSlots;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules that differ from the standing ones in what a test of the translation is about. */
final class NatRules {
    private NatRules() {}

    private static ForwardRules with(
            Policies policies,
            PortForwards forwards,
            NatBehaviour behaviour,
            Optional<FlowSettings> timers,
            boolean answersSyns) {
        return new ForwardRules(
                ForwardMode.WITH_UPLINK,
                List.of(),
                policies,
                Firewall.defaultDeny(),
                forwards,
                behaviour,
                timers,
                true,
                answersSyns);
    }

    private static Policies noPolicies() {
        return Policies.of(List.of());
    }

    static ForwardRules filtering(Filtering filtering) {
        return behaviour(
                new NatBehaviour(
                        PortSelection.PRESERVE, filtering, filtering, NatBehaviour.ALL_PORTS, 0));
    }

    static ForwardRules behaviour(NatBehaviour behaviour) {
        return with(noPolicies(), PortForwards.NONE, behaviour, Optional.empty(), false);
    }

    static ForwardRules timers(FlowSettings timers) {
        return with(
                noPolicies(), PortForwards.NONE, NatBehaviour.STANDARD, Optional.of(timers), false);
    }

    static ForwardRules answeringSyns() {
        return with(noPolicies(), PortForwards.NONE, NatBehaviour.STANDARD, Optional.empty(), true);
    }

    static ForwardRules oneToOne(OneToOne pair) {
        return with(
                Policies.of(List.of(), List.of(pair)),
                PortForwards.NONE,
                NatBehaviour.STANDARD,
                Optional.empty(),
                false);
    }

    static ForwardRules forwards(ForwardRule... rules) {
        return with(
                noPolicies(),
                PortForwards.of(List.of(rules), new TargetSlots()),
                NatBehaviour.STANDARD,
                Optional.empty(),
                false);
    }

    /** A forward of one port of any protocol to another port of a host. */
    static ForwardRule port(int external, int host, int port) {
        return ForwardRule.ports(
                "port-" + external,
                -1,
                ForwardMatch.ports(Set.of(), PortRange.of(external)),
                new ForwardTarget(new Ipv4Address(host), port, 1, 0));
    }
}
