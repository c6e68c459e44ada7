package bauta.firewall;

import bauta.engine.DropReason;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the first packet of a flow. A set of rules is immutable: a change swaps the whole
 * one at a batch boundary. Questions allocate nothing. Owned by one thread.
 */
public interface Firewall {
    /**
     * Judges a new flow: takes from its rule's rate limit, and notes it for the log.
     *
     * @param facts the packet
     * @return a judgement, for the other methods to explain
     */
    int judge(PacketFacts facts);

    /**
     * Judges as {@link #judge} would now, and changes nothing.
     *
     * @param facts the packet
     */
    int peek(PacketFacts facts);

    /**
     * Judges a flow that runs already, and changes nothing: a rule with a limit that accepts fits,
     * however much of it is used up; one that refuses does not, because it lets others pass.
     *
     * @param facts the packet
     */
    int review(PacketFacts facts);

    /**
     * Returns what becomes of the flow.
     *
     * @param judgement what was answered
     */
    Verdict verdict(int judgement);

    /**
     * Returns under which name a packet is dropped that may not pass.
     *
     * @param judgement what was answered
     */
    DropReason reason(int judgement);

    /**
     * Returns the id of the rule that decided.
     *
     * @param judgement what was answered
     */
    String id(int judgement);

    /**
     * Returns the id of the rule that would have let it pass, had its limit not been used up.
     *
     * @param judgement what was answered
     */
    Optional<String> passedOver(int judgement);

    /**
     * Returns the place of the rule that decided in the counters.
     *
     * @param judgement what was answered
     */
    int slot(int judgement);

    /**
     * Returns whether one of the standing defaults decided, which come after every rule.
     *
     * @param judgement what was answered
     */
    boolean standing(int judgement);

    /**
     * Takes over what the rules before this set have counted: rates that are used up, log lines
     * that are due. To be called once, when this set comes into force.
     *
     * @param before the set that was in force
     */
    void follows(Firewall before);

    /**
     * Puts schedules in and out of force and writes log lines that are due. To be called a few
     * times a second, and once before the first question.
     *
     * @param nowNanos the time
     * @param wallMillis the time of day, in milliseconds since 1970
     * @return whether a rule came into force or went out of it, so that running flows are to be
     *     judged again
     */
    boolean tick(long nowNanos, long wallMillis);

    /**
     * Returns the standing defaults alone: from inside to the WAN everything, between the house's
     * own networks everything, else nothing. Visitors that try to reach the house are told so.
     */
    static Firewall defaultDeny() {
        return RuleFirewall.of(List.of());
    }
}
