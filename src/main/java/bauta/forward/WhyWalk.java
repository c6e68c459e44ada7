package bauta.forward;

import bauta.engine.DropReason;
import bauta.flow.FiveTuple;
import bauta.flow.FlowTable;
import bauta.forward.policy.Policies;
import bauta.link.Neighbours;
import bauta.nat.ExplicitMapping;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks a packet that does not exist along the path, by the same decisions that real ones get, and
 * tells what each stage says. Nothing is changed by it.
 */
final class WhyWalk {
    private static final int MOST_LENGTH = 1500;

    private final PathState state;
    private final FirstPacket firstPacket;
    private final Passage passage;
    private final SyntheticPacket synthetic;
    private final Packet packet;
    private final Decision decision = new Decision();
    private final List<WhyStep> steps = new ArrayList<>();

    WhyWalk(PathState state, FirstPacket firstPacket, Passage passage) {
        this.state = state;
        this.firstPacket = firstPacket;
        this.passage = passage;
        this.synthetic = new SyntheticPacket(state.buf);
        this.packet = new Packet(state.buf);
    }

    /**
     * Walks.
     *
     * @param question the packet
     * @throws IllegalArgumentException when there is no such LAN or uplink, or when it is longer
     *     than 1,500 bytes
     */
    WhyAnswer walk(WhyQuestion question) {
        int side = side(question);
        if (question.length() > MOST_LENGTH) {
            throw new IllegalArgumentException("a packet of " + question.length() + " bytes");
        }
        steps.clear();
        int frame = state.pool.allocate();
        if (frame < 0) {
            return ended(WhyStage.READ, WhyAnswer.Fate.DROPPED, DropReason.FRAME_POOL_EMPTY);
        }
        try {
            return walk(question, frame, side);
        } finally {
            state.pool.release(frame);
        }
    }

    private int side(WhyQuestion question) {
        int number = question.number();
        return switch (question.from()) {
            case LAN -> {
                if (number < 0 || number >= state.lans.length) {
                    throw new IllegalArgumentException("no network " + number);
                }
                yield state.lans[number].side;
            }
            case UPLINK -> {
                boolean known =
                        number >= 0
                                && number < state.uplinks.length
                                && state.uplinks[number] != null;
                if (!known) {
                    throw new IllegalArgumentException("no uplink " + number);
                }
                yield FiveTuple.uplinkSide(number);
            }
            case ROUTER -> FiveTuple.SIDE_ROUTER;
        };
    }

    private WhyAnswer walk(WhyQuestion question, int at, int side) {
        int length = synthetic.write(at, question);
        if (!state.isUp(side)) {
            return ended(WhyStage.READ, WhyAnswer.Fate.DROPPED, DropReason.PPPOE_UNKNOWN_SESSION);
        }
        DropReason bad = packet.read(at, at + length, side);
        if (bad != DropReason.NONE) {
            return ended(WhyStage.READ, WhyAnswer.Fate.DROPPED, bad);
        }
        passed(WhyStage.READ);
        int node = state.flows.find(packet.addresses, packet.ports);
        node = node == FlowTable.NONE ? firstPacket.awaits(packet) : node;
        return node == FlowTable.NONE ? first() : inFlow(node);
    }

    private WhyAnswer inFlow(int node) {
        passed(WhyStage.FLOW, state.flows.stateName(node >>> 1));
        DropReason bad = passage.judge(packet, node);
        if (bad != DropReason.NONE) {
            return ended(WhyStage.TCP, WhyAnswer.Fate.DROPPED, bad);
        }
        long answer = state.flows.addresses(node ^ 1);
        int side = FiveTuple.side(state.flows.ports(node ^ 1));
        return leave(side, FiveTuple.source(answer), Optional.empty());
    }

    private WhyAnswer first() {
        firstPacket.decide(packet, decision, Asking.TO_KNOW);
        firstPacket.foresee(packet, decision);
        for (int i = 0; i < decision.stageCount; i++) {
            boolean last = i + 1 == decision.stageCount;
            if (!last && saysNothing(i)) {
                continue;
            }
            boolean stops = last && decision.reason != DropReason.NONE;
            WhyStage stage = decision.stages[i];
            DropReason why = stops ? decision.reason : DropReason.NONE;
            steps.add(new WhyStep(stage, !stops, why, rule(stage), arguments(stage)));
        }
        return switch (decision.act) {
            case DROP -> answer(WhyAnswer.Fate.DROPPED, decision.reason, deciding());
            case ANSWER, RESET -> answer(WhyAnswer.Fate.REJECTED, decision.reason, deciding());
            case DELIVER -> leave(FiveTuple.SIDE_ROUTER, packet.destination(), deciding());
            case ROUTE -> leave(decision.side, packet.destination(), deciding());
            case ERROR -> {
                long sent = state.flows.addresses(decision.node ^ 1);
                yield leave(decision.side, FiveTuple.source(sent), Optional.empty());
            }
            case OPEN -> leave(decision.side, decision.destinationAddress, deciding());
        };
    }

    /** Forwards are asked again for an exposed host once there is no mapping either. */
    private boolean saysNothing(int index) {
        WhyStage stage = decision.stages[index];
        for (int i = index + 1; stage == WhyStage.FORWARD && i < decision.stageCount; i++) {
            if (decision.stages[i] == stage) {
                return true;
            }
        }
        boolean unmapped = decision.fromOutside && decision.peerMapping == Decision.NONE;
        return stage == WhyStage.MAPPING && unmapped;
    }

    private Optional<String> rule(WhyStage stage) {
        return switch (stage) {
            case POLICY -> policy();
            case FORWARD -> forward();
            case FIREWALL -> firewallRule();
            case MAPPING -> lease();
            default -> Optional.empty();
        };
    }

    private Optional<String> policy() {
        Policies policies = state.rules.policies();
        return decision.policy == Decision.NONE
                ? Optional.empty()
                : Optional.of(policies.id(decision.policy));
    }

    private Optional<String> forward() {
        return decision.forward == Decision.NONE
                ? Optional.empty()
                : Optional.of(state.rules.forwards().id(decision.forward));
    }

    /** The lease that holds the mapping by which the packet comes in. */
    private Optional<String> lease() {
        int lease =
                decision.peerMapping == Decision.NONE
                        ? Decision.NONE
                        : state.explicit.lease(decision.peerMapping);
        return lease == Decision.NONE
                ? Optional.empty()
                : Optional.of(ExplicitMapping.NAME + lease);
    }

    private Optional<String> firewallRule() {
        return decision.rule == Decision.NONE
                ? Optional.empty()
                : Optional.of(state.rules.firewall().id(decision.rule));
    }

    /** The rule that mattered most: the firewall's, else the forward, else the policy. */
    private Optional<String> deciding() {
        return switch (decision.reason) {
            case POLICY_RULE -> policy();
            case FORWARD_NO_TARGET -> forward();
            default -> firewallRule().or(this::forward).or(this::lease).or(this::policy);
        };
    }

    private List<String> arguments(WhyStage stage) {
        return switch (stage) {
            case FORWARD ->
                    decision.forward == Decision.NONE
                            ? List.of()
                            : List.of(text(decision.destinationAddress, decision.destinationPort));
            case MAPPING ->
                    lease().isEmpty()
                            ? List.of()
                            : List.of(text(decision.destinationAddress, decision.destinationPort));
            case POLICY ->
                    decision.policy == Decision.NONE
                            ? List.of()
                            : List.of(state.rules.policies().action(decision.policy).name());
            case FIREWALL ->
                    decision.rule == Decision.NONE
                            ? List.of()
                            : state.rules.firewall().passedOver(decision.rule).stream().toList();
            default -> List.of();
        };
    }

    private static String text(int address, int port) {
        return new Ipv4Address(address) + (port == 0 ? "" : ":" + port);
    }

    private WhyAnswer leave(int side, int host, Optional<String> rule) {
        DropReason bad = Departure.check(state, packet, side);
        if (bad != DropReason.NONE) {
            return ended(Departure.stage(bad), WhyAnswer.Fate.REJECTED, bad);
        }
        passed(WhyStage.SIZE, Integer.toString(state.mtuOf(side)));
        Lan lan = state.lanOf(side);
        if (lan != null && lan.network.neighbours().macOf(host) == Neighbours.UNKNOWN) {
            steps.add(step(WhyStage.NEIGHBOUR, false, DropReason.NONE, text(host, 0)));
            return answer(WhyAnswer.Fate.HELD, DropReason.NONE, rule);
        }
        passed(WhyStage.OUT, text(host, 0));
        return answer(fate(side), DropReason.NONE, rule);
    }

    private static WhyAnswer.Fate fate(int side) {
        if (side == FiveTuple.SIDE_ROUTER) {
            return WhyAnswer.Fate.TO_ROUTER;
        }
        return FiveTuple.isUplink(side) ? WhyAnswer.Fate.TO_UPLINK : WhyAnswer.Fate.TO_LAN;
    }

    private WhyAnswer ended(WhyStage stage, WhyAnswer.Fate fate, DropReason reason) {
        steps.add(step(stage, false, reason));
        return answer(fate, reason, Optional.empty());
    }

    private void passed(WhyStage stage, String... arguments) {
        steps.add(step(stage, true, DropReason.NONE, arguments));
    }

    private static WhyStep step(
            WhyStage stage, boolean passed, DropReason reason, String... arguments) {
        return new WhyStep(stage, passed, reason, Optional.empty(), List.of(arguments));
    }

    private WhyAnswer answer(WhyAnswer.Fate fate, DropReason reason, Optional<String> rule) {
        return new WhyAnswer(fate, reason, rule, steps);
    }
}
