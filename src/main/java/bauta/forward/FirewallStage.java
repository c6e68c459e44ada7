package bauta.forward;

import bauta.engine.DropReason;
import bauta.firewall.Firewall;
import bauta.firewall.PacketFacts;
import bauta.firewall.Zone;
import bauta.flow.FiveTuple;
import bauta.forward.policy.Policies;
import bauta.forward.policy.PolicyAction;
import bauta.wire.IcmpHeader;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Asks policies and firewall about a packet: makes the facts that they judge by. */
final class FirewallStage {
    private static final int UNKNOWN = -1;

    private final PathState state;
    final PacketFacts facts = new PacketFacts();

    FirewallStage(PathState state) {
        this.state = state;
    }

    /** Reads the facts of a packet; where it goes is said by one of the methods below. */
    void read(Packet packet) {
        ByteBuf buf = packet.buf;
        facts.addresses = packet.addresses;
        facts.protocol = packet.protocol;
        facts.hasPorts = packet.hasTransport && FiveTuple.hasPorts(packet.protocol);
        facts.sourcePort = facts.hasPorts ? packet.sourcePort() : 0;
        facts.destinationPort = facts.hasPorts ? packet.destinationPort() : 0;
        boolean icmp = packet.hasTransport && packet.protocol == Ipv4Header.PROTOCOL_ICMP;
        facts.icmpType = icmp ? IcmpHeader.type(buf, packet.payload) : UNKNOWN;
        facts.icmpCode = icmp ? IcmpHeader.code(buf, packet.payload) : UNKNOWN;
        facts.tos = Ipv4Header.typeOfService(buf, packet.at);
        boolean tcp = packet.hasTransport && packet.protocol == Ipv4Header.PROTOCOL_TCP;
        facts.tcpFlags = tcp ? packet.tcpFlags() : UNKNOWN;
        facts.fragment = !packet.hasTransport;
        facts.mark = 0;
        facts.length = packet.length();
        facts.nowNanos = state.clock.nanos();
        from(packet.side);
        to(Zone.ROUTER, UNKNOWN);
    }

    /** Finds out whether a protocol helper awaits a packet: then nothing asks whether it may. */
    void recognise(Packet packet, Decision decision) {
        if (facts.hasPorts && Targets.canBegin(packet)) {
            decision.expected =
                    state.algs.expected(
                            packet.protocol,
                            packet.addresses,
                            packet.sourcePort(),
                            packet.destinationPort());
        }
    }

    private void from(int side) {
        Lan lan = state.lanOf(side);
        facts.fromZone = zone(side, lan);
        facts.fromNetwork = lan == null ? UNKNOWN : lan.network.id();
        facts.uplink = FiveTuple.isUplink(side) ? side & 0xff : UNKNOWN;
    }

    private static Zone zone(int side, @Nullable Lan lan) {
        if (lan != null) {
            return lan.network.zone();
        }
        return FiveTuple.isUplink(side) ? Zone.WAN : Zone.ROUTER;
    }

    private void to(Zone zone, int network) {
        facts.toZone = zone;
        facts.toNetwork = network;
    }

    /** It goes out by an uplink. */
    void toUplink(@Nullable Uplink uplink) {
        to(Zone.WAN, UNKNOWN);
        facts.uplink = uplink == null ? UNKNOWN : uplink.id;
    }

    /** It goes to a host of the house, by the address and port that the inside knows. */
    void toLan(Lan lan, int address, int port) {
        to(lan.network.zone(), lan.network.id());
        facts.addresses = FiveTuple.addresses(FiveTuple.source(facts.addresses), address);
        facts.destinationPort = facts.hasPorts ? port : 0;
    }

    /** It goes to the router itself. */
    void toRouter() {
        to(Zone.ROUTER, UNKNOWN);
    }

    /**
     * Asks the firewall.
     *
     * @param decision takes the rule, and the end when it may not pass
     * @param asking what the answer is for
     * @param admitted whether something else has let it in, so that only a rule that somebody made
     *     can stop it, not a standing one
     * @return whether it may pass
     */
    boolean passes(Decision decision, Asking asking, boolean admitted) {
        Firewall firewall = state.rules.firewall();
        decision.at(WhyStage.FIREWALL);
        if (decision.expected != null) {
            return true;
        }
        facts.mark = decision.mark;
        decision.rule =
                switch (asking) {
                    case TO_ACT -> firewall.judge(facts);
                    case TO_KNOW -> firewall.peek(facts);
                    case TO_GO_ON -> firewall.review(facts);
                };
        if (admitted && firewall.standing(decision.rule)) {
            return true;
        }
        DropReason reason = firewall.reason(decision.rule);
        switch (firewall.verdict(decision.rule)) {
            case ACCEPT -> {
                return true;
            }
            case DROP -> decision.drop(reason);
            case REJECT -> decision.answer(reason, Errors.PROHIBITED);
        }
        return false;
    }

    /**
     * Returns whether a rule that somebody made lets it pass. One that refuses it ends it; standing
     * ones do nothing.
     */
    boolean isInvited(Decision decision, Asking asking) {
        return passes(decision, asking, true) && !state.rules.firewall().standing(decision.rule);
    }

    /**
     * Returns why something is refused that no rule has invited.
     *
     * @param decision with the firewall's judgement
     * @param otherwise the reason, unless a rule would have invited it but for its limit
     */
    DropReason uninvited(Decision decision, DropReason otherwise) {
        boolean over =
                decision.rule != Decision.NONE
                        && state.rules.firewall().reason(decision.rule)
                                == DropReason.FIREWALL_RATE_LIMIT;
        return over ? DropReason.FIREWALL_RATE_LIMIT : otherwise;
    }

    /**
     * Asks the policies, and keeps the mark that they leave.
     *
     * @return whether the packet goes on
     */
    boolean asksPolicies(Decision decision) {
        Policies policies = state.rules.policies();
        decision.at(WhyStage.POLICY);
        int policy = policies.find(facts);
        decision.policy = policy;
        decision.mark = facts.mark;
        decision.markings = facts.markings;
        if (policy == Policies.NONE) {
            return true;
        }
        switch (policies.action(policy)) {
            case DROP -> decision.drop(DropReason.POLICY_RULE);
            case REJECT -> decision.answer(DropReason.POLICY_RULE, Errors.PROHIBITED);
            case MASQUERADE, ROUTE, MARK -> {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a policy wants it to leave with the address that it has. */
    boolean isPlainlyRouted(Decision decision) {
        return decision.policy != Policies.NONE
                && state.rules.policies().action(decision.policy) == PolicyAction.ROUTE;
    }

    /**
     * Returns the uplink that it leaves by, or null.
     *
     * @param decision with the policy
     * @param standard the default route
     * @param asking what the answer is for
     */
    @Nullable Uplink uplink(Decision decision, @Nullable Uplink standard, Asking asking) {
        if (decision.policy == Policies.NONE) {
            return standard;
        }
        int number =
                state.rules
                        .policies()
                        .uplink(decision.policy, facts, state.ups, asking == Asking.TO_ACT);
        return switch (number) {
            case Policies.DEFAULT_ROUTE -> standard;
            case Policies.NO_UPLINK -> null;
            default -> state.uplinks[number];
        };
    }
}
