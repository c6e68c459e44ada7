package bauta.nat;

import bauta.engine.DropReason;
import bauta.nat.schedule.Scheduler;
import bauta.nat.schedule.Targets;
import java.util.Collection;
import java.util.Set;

/** A forward as packets see it: the rule in plain numbers, and what is remembered of it. */
final class CompiledForward implements Targets {
    private static final int NO_PROTOCOL = -1;

    final ForwardRule rule;
    final ForwardKind kind;
    private final TargetSlots flows;
    private final TargetSlots.Memory memory;
    private final int[] uplinks;
    private final int[] externalAddresses;
    private final int[] protocols;
    private final int[] sources;
    private final int[] sourceMasks;
    private final int[] addresses;
    private final int[] ports;
    private final int[] weights;
    private final int[] limits;
    private final int firstPort;
    private final int lastPort;
    private final int[] triggerProtocols;
    private final PortRange triggerPorts;
    private final long lifetimeNanos;

    CompiledForward(ForwardRule rule, TargetSlots flows, TargetSlots.Memory memory) {
        this.rule = rule;
        this.kind = rule.kind();
        this.flows = flows;
        this.memory = memory;
        ForwardMatch match = rule.match();
        this.uplinks = ints(match.uplinks());
        this.externalAddresses = ints(match.externalAddresses());
        this.protocols = ints(match.protocols());
        this.sources = match.sources().stream().mapToInt(one -> one.network().bits()).toArray();
        this.sourceMasks = match.sources().stream().mapToInt(one -> one.mask()).toArray();
        this.addresses = rule.targets().stream().mapToInt(one -> one.address().bits()).toArray();
        this.ports = rule.targets().stream().mapToInt(ForwardTarget::port).toArray();
        this.weights = rule.targets().stream().mapToInt(ForwardTarget::weight).toArray();
        this.limits = rule.targets().stream().mapToInt(ForwardTarget::limit).toArray();
        this.firstPort = match.ports().first();
        this.lastPort = match.ports().last();
        this.triggerProtocols =
                ints(rule.trigger().map(PortTrigger::protocols).orElse(Set.of(NO_PROTOCOL)));
        this.triggerPorts = rule.trigger().map(PortTrigger::ports).orElse(PortRange.ANY);
        this.lifetimeNanos = rule.trigger().map(one -> one.lifetime().toNanos()).orElse(0L);
    }

    private static int[] ints(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns whether a packet fits in all but its source. */
    boolean fits(ForwardQuestion question) {
        ForwardMatch match = rule.match();
        return question.port >= firstPort
                && question.port <= lastPort
                && hasProtocol(question.protocol)
                && reaches(question.uplink, question.externalAddress)
                && ((question.mark ^ match.mark()) & match.markMask()) == 0
                && (rule.hairpin() || !question.hairpin)
                && (kind != ForwardKind.TRIGGER || memory.trigger().isOpen(question.nowNanos));
    }

    /** Returns whether it takes what is sent to an external address of an uplink. */
    boolean reaches(int uplink, int externalAddress) {
        return has(uplinks, uplink) && has(externalAddresses, externalAddress);
    }

    private static boolean has(int[] allowed, int value) {
        for (int one : allowed) {
            if (one == value) {
                return true;
            }
        }
        return allowed.length == 0;
    }

    /** Limits of sources are for the outside; an inside host can go to the server directly. */
    boolean allows(ForwardQuestion question) {
        for (int i = 0; i < sources.length; i++) {
            if ((question.peerAddress & sourceMasks[i]) == sources[i]) {
                return true;
            }
        }
        return sources.length == 0 || question.hairpin;
    }

    /** Returns whether it takes every packet of its protocols and ports. */
    boolean takesAll() {
        return kind == ForwardKind.PORTS && rule.hairpin() && rule.match().looksAtPortsOnly();
    }

    boolean hasProtocol(int protocol) {
        return has(protocols, protocol);
    }

    /** Fills in the answers. */
    DropReason pick(ForwardQuestion question, boolean commit) {
        if (kind == ForwardKind.TRIGGER) {
            question.targetAddress = memory.trigger().host();
            question.targetPort = question.port;
            question.target = memory.slot(0);
            return DropReason.NONE;
        }
        int picked =
                memory.scheduler().pick(this, question.externalAddress, question.nowNanos, commit);
        if (picked == Scheduler.NONE) {
            return DropReason.FORWARD_NO_TARGET;
        }
        question.targetAddress = addresses[picked];
        question.targetPort = insidePort(picked, question.port);
        question.target = memory.slot(picked);
        return DropReason.NONE;
    }

    /** Returns whether the external port leads to an inside endpoint, among others. */
    boolean offers(int targetAddress, int targetPort, int externalPort) {
        if (kind == ForwardKind.TRIGGER) {
            return memory.trigger().host() == targetAddress && targetPort == externalPort;
        }
        for (int i = 0; i < addresses.length; i++) {
            if (addresses[i] == targetAddress && insidePort(i, externalPort) == targetPort) {
                return true;
            }
        }
        return false;
    }

    private int insidePort(int target, int port) {
        return ports[target] == 0 ? port : ports[target] + port - firstPort & 0xffff;
    }

    /** Returns the external port by which an inside endpoint is reached, or -1. */
    int externalPort(int target, int insidePort) {
        int port = ports[target] == 0 ? insidePort : insidePort - ports[target] + firstPort;
        return port >= firstPort && port <= lastPort ? port : -1;
    }

    boolean isTriggeredBy(int protocol, int port) {
        return triggerPorts.contains(port) && has(triggerProtocols, protocol);
    }

    void fired(int host, long nowNanos) {
        memory.trigger().fired(host, nowNanos, lifetimeNanos);
    }

    @Override
    public int size() {
        return addresses.length;
    }

    @Override
    public int weight(int target) {
        return weights[target];
    }

    @Override
    public int active(int target) {
        return flows.active(memory.slot(target));
    }

    @Override
    public int inactive(int target) {
        return flows.flows(memory.slot(target)) - active(target);
    }

    @Override
    public boolean isOverloaded(int target) {
        return limits[target] > 0 && flows.flows(memory.slot(target)) >= limits[target];
    }
}
