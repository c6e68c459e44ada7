package bauta.nat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Header;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All forwards: which one takes a packet from outside, or from inside to an external address, and
 * to whom it goes. The first rule that fits has it; exposed hosts get what nothing else has
 * claimed, so they are asked apart, when no mapping has taken the packet either. The rules are
 * immutable and swapped as a whole; what they remember lies in the {@link TargetSlots}. Compiled on
 * any thread, used by the router loop only.
 *
 * <p>A search looks at the rules of the packet's port, not at all of them. A rule without external
 * addresses follows an uplink's address wherever it goes.
 */
public final class PortForwards {
    /** No rule. */
    public static final int NO_RULE = -1;

    /** No forwards. */
    public static final PortForwards NONE = of(List.of(), new TargetSlots());

    private static final int PROTOCOLS = 256;
    private static final int PORTS = 1 << 16;
    private static final int ANY_OTHER = -1;

    private final CompiledForward[] forwards;
    private final TargetSlots slots;
    private final PortIndex[] indexes = new PortIndex[PROTOCOLS];
    private final int[] exposed;
    private final int[] triggers;
    private final ServerIndex servers;

    private PortForwards(CompiledForward[] forwards, TargetSlots slots) {
        this.forwards = forwards;
        this.slots = slots;
        PortIndex others = new PortIndex(forwards, ANY_OTHER);
        Arrays.fill(indexes, others);
        indexProtocols(others);
        this.exposed = numbers(ForwardKind.EXPOSED_HOST);
        this.triggers = numbers(ForwardKind.TRIGGER);
        this.servers = new ServerIndex(forwards);
    }

    private void indexProtocols(PortIndex others) {
        indexes[Ipv4Header.PROTOCOL_TCP] = new PortIndex(forwards, Ipv4Header.PROTOCOL_TCP);
        indexes[Ipv4Header.PROTOCOL_UDP] = new PortIndex(forwards, Ipv4Header.PROTOCOL_UDP);
        for (CompiledForward forward : forwards) {
            for (int protocol : forward.rule.match().protocols()) {
                if (indexes[protocol] == others) {
                    indexes[protocol] = new PortIndex(forwards, protocol);
                }
            }
        }
    }

    private int[] numbers(ForwardKind kind) {
        int[] numbers = new int[forwards.length];
        int count = 0;
        for (int i = 0; i < forwards.length; i++) {
            if (forwards[i].kind == kind) {
                numbers[count++] = i;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /**
     * Compiles rules.
     *
     * @param rules in the order in which they are asked
     * @param slots what is remembered from rules to rules
     */
    public static PortForwards of(List<ForwardRule> rules, TargetSlots slots) {
        List<TargetSlots.Memory> memories = slots.compile(rules);
        CompiledForward[] forwards = new CompiledForward[rules.size()];
        Arrays.setAll(forwards, i -> new CompiledForward(rules.get(i), slots, memories.get(i)));
        return new PortForwards(forwards, slots);
    }

    /**
     * Finds the first forward that takes a packet, other than to an exposed host. Changes nothing
     * but the question's {@code refusal}.
     *
     * @param question the packet
     * @return the rule's number, or {@link #NO_RULE}
     */
    public int find(ForwardQuestion question) {
        question.refusal = DropReason.NONE;
        return first(indexes[question.protocol].at(question.port), question);
    }

    /**
     * Finds the exposed host that takes a packet which neither a forward nor a mapping has taken.
     * When there is none, the refusal that {@link #find} has left stays.
     *
     * @param question the packet
     * @return the rule's number, or {@link #NO_RULE}
     */
    public int findExposed(ForwardQuestion question) {
        return first(exposed, question);
    }

    private int first(int[] numbers, ForwardQuestion question) {
        for (int number : numbers) {
            CompiledForward forward = forwards[number];
            if (forward.fits(question)) {
                if (forward.allows(question)) {
                    question.refusal = DropReason.NONE;
                    return number;
                }
                question.refusal = DropReason.FORWARD_SOURCE_REFUSED;
            }
        }
        return NO_RULE;
    }

    /**
     * Chooses the target of a packet and fills in the answers of the question.
     *
     * @param rule the rule that was found
     * @param question the packet
     * @param commit whether the choice counts; else nothing changes
     * @return {@code NONE}, or why there is no target
     */
    public DropReason pick(int rule, ForwardQuestion question, boolean commit) {
        return forwards[rule].pick(question, commit);
    }

    /**
     * Returns whether a rule leads an external port to an inside endpoint, whatever its weight and
     * load: so a flow that runs may go on. A trigger leads to who has opened it last.
     *
     * @param rule the rule's number
     * @param targetAddress the inside address
     * @param targetPort the inside port
     * @param externalPort the external port
     */
    public boolean offers(int rule, int targetAddress, int targetPort, int externalPort) {
        return forwards[rule].offers(targetAddress, targetPort, externalPort);
    }

    /** Returns the id of a rule. */
    public String id(int rule) {
        return forwards[rule].rule.id();
    }

    /** Returns where the packets of a rule are counted, or -1. */
    public int slot(int rule) {
        return forwards[rule].rule.slot();
    }

    /** Returns a rule. */
    public ForwardRule rule(int rule) {
        return forwards[rule].rule;
    }

    /** Returns how many rules there are. */
    public int size() {
        return forwards.length;
    }

    /**
     * Returns whether new mappings should keep off a port, because a forward of ports has it. The
     * ports of a trigger are not kept: whoever opens it often sends from them as well.
     *
     * @param uplink the uplink's number
     * @param externalAddress the external address
     * @param protocol protocol number
     * @param port the external port
     */
    public boolean reserves(int uplink, int externalAddress, int protocol, int port) {
        long[] reserved = reservedPorts(uplink, externalAddress, protocol);
        return reserved != null && (reserved[port >>> 6] & 1L << port) != 0;
    }

    /** Returns a bit for every port that a forward has; null for none. */
    long @Nullable [] reservedPorts(int uplink, int externalAddress, int protocol) {
        long[] reserved = null;
        for (CompiledForward forward : forwards) {
            if (forward.kind == ForwardKind.PORTS
                    && forward.hasProtocol(protocol)
                    && forward.reaches(uplink, externalAddress)) {
                reserved = reserved == null ? new long[PORTS / Long.SIZE] : reserved;
                PortRange ports = forward.rule.match().ports();
                for (int port = ports.first(); port <= ports.last(); port++) {
                    reserved[port >>> 6] |= 1L << port;
                }
            }
        }
        return reserved;
    }

    /**
     * Returns the external port by which others reach an inside endpoint: what it sends by itself
     * leaves by that one too.
     *
     * @param draft the endpoint, with its external address
     * @return the port, or -1
     */
    public int externalPortFor(MappingDraft draft) {
        return servers.externalPort(draft);
    }

    /**
     * Returns whether a flow from the inside would open a trigger.
     *
     * @param protocol protocol number
     * @param port its destination port
     */
    public boolean isTriggeredBy(int protocol, int port) {
        for (int number : triggers) {
            if (forwards[number].isTriggeredBy(protocol, port)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Opens the triggers that a new flow from the inside opens. Nothing from outside ever does.
     *
     * @param protocol protocol number
     * @param port its destination port
     * @param host the inside host that began it
     * @param nowNanos the time
     */
    public void outbound(int protocol, int port, int host, long nowNanos) {
        for (int number : triggers) {
            if (forwards[number].isTriggeredBy(protocol, port)) {
                forwards[number].fired(host, nowNanos);
            }
        }
    }

    /**
     * A flow to a target has begun.
     *
     * @param target the number in the question's answers
     */
    public void began(int target) {
        slots.began(target);
    }

    /**
     * A flow has come into full use, or is no more in full use.
     *
     * @param target the number in the question's answers
     * @param delta 1 or -1
     */
    public void activeChanged(int target, int delta) {
        slots.activeChanged(target, delta);
    }

    /**
     * A flow to a target is no more; if it was in full use, {@link #activeChanged} came before.
     *
     * @param target the number in the question's answers
     */
    public void ended(int target) {
        slots.ended(target);
    }
}
