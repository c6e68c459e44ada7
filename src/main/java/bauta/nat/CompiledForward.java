package bauta.nat;

import bauta.engine.DropReason;
import bauta.nat.schedule.Scheduler;
import bauta.nat.schedule.Targets;
import java.util.Collection;

/** A forward as packets see it: the rule in plain numbers, and what is remembered of it. */
final class CompiledForward implements Targets {
    final ForwardRule rule;
    final ForwardKind kind;
    private final TargetSlots flows;
    private final TargetSlots.Memory memory;
    private final int[] uplinks;
    private final int[] externalAddresses;
    private final int[] sources;
    private final int[] sourceMasks;
    private final int[] addresses;
    private final int[] ports;
    private final int[] weights;
    private final int[] limits;
    private final int firstPort;
    private final int lastPort;
    private final long lifetimeNanos;

    CompiledForward(ForwardRule rule, TargetSlots flows, TargetSlots.Memory memory) {
        this.rule = rule;
        this.kind = rule.kind();
        this.flows = flows;
        this.memory = memory;
        ForwardMatch match = rule.match();
        this.uplinks = ints(match.uplinks());
        this.externalAddresses = ints(match.externalAddresses());
        this.sources = match.sources().stream().mapToInt(one -> one.network().bits()).toArray();
        this.sourceMasks = match.sources().stream().mapToInt(one -> one.mask()).toArray();
        this.addresses = rule.targets().stream().mapToInt(one -> one.address().bits()).toArray();
        this.ports = rule.targets().stream().mapToInt(ForwardTarget::port).toArray();
        this.weights = rule.targets().stream().mapToInt(ForwardTarget::weight).toArray();
        this.limits = rule.targets().stream().mapToInt(ForwardTarget::limit).toArray();
        this.firstPort = match.ports().first();
        this.lastPort = match.ports().last();
        this.lifetimeNanos = rule.trigger().map(one -> one.lifetime().toNanos()).orElse(0L);
    }

    private static int[] ints(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns whether a packet fits in all but protocol, port and source. */
    boolean fits(ForwardQuestion question) {
        ForwardMatch match = rule.match();
        return reaches(question.uplink, question.externalAddress)
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
        return rule.match().protocols().isEmpty() || rule.match().protocols().contains(protocol);
    }

    boolean hasProtocolAndPort(ForwardQuestion question) {
        return hasProtocol(question.protocol)
                && question.port >= firstPort
                && question.port <= lastPort;
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

    private int insidePort(int target, int port) {
        return ports[target] == 0 ? port : ports[target] + port - firstPort & 0xffff;
    }

    /** Returns the external port by which an inside endpoint is reached, or -1. */
    int externalPort(int target, int insidePort) {
        int port = ports[target] == 0 ? insidePort : insidePort - ports[target] + firstPort;
        return port >= firstPort && port <= lastPort ? port : -1;
    }

    boolean isOpenFor(int host, int port, long nowNanos) {
        return kind == ForwardKind.TRIGGER
                && memory.trigger().isOpen(nowNanos)
                && memory.trigger().host() == host
                && port >= firstPort
                && port <= lastPort;
    }

    boolean isTriggeredBy(int protocol, int port) {
        return rule.trigger().isPresent()
                && rule.trigger().get().protocols().contains(protocol)
                && rule.trigger().get().ports().contains(port);
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
