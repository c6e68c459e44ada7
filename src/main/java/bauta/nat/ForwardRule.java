package bauta.nat;

import bauta.nat.schedule.Scheduling;
import java.util.List;
import java.util.Optional;

/**
 * A forward, of any of the four kinds.
 *
 * @param id its stable id
 * @param slot where its packets are counted, or -1
 * @param kind which face of it
 * @param match what it takes
 * @param scheduling how one of several targets is chosen
 * @param targets the inside servers, at most {@link #MAX_TARGETS}; none for a trigger
 * @param trigger what opens it; only and always for a trigger
 * @param hairpin whether inside hosts reach it by the external address too
 */
public record ForwardRule(
        String id,
        int slot,
        ForwardKind kind,
        ForwardMatch match,
        Scheduling scheduling,
        List<ForwardTarget> targets,
        Optional<PortTrigger> trigger,
        boolean hairpin) {
    /** Targets of a rule, at most. */
    public static final int MAX_TARGETS = 64;

    /** Refuses rules that cannot be kept. */
    public ForwardRule {
        targets = List.copyOf(targets);
        boolean triggered = kind == ForwardKind.TRIGGER;
        if (triggered != trigger.isPresent()
                || triggered != targets.isEmpty()
                || targets.size() > MAX_TARGETS
                || kind == ForwardKind.MARK && match.markMask() == 0) {
            throw new IllegalArgumentException("forward " + id + " is not whole");
        }
    }

    /**
     * Returns a forward of ports to one server, that inside hosts reach too.
     *
     * @param id its stable id
     * @param slot where its packets are counted, or -1
     * @param match what it takes
     * @param target the server
     */
    public static ForwardRule ports(String id, int slot, ForwardMatch match, ForwardTarget target) {
        return new ForwardRule(
                id,
                slot,
                ForwardKind.PORTS,
                match,
                Scheduling.RR,
                List.of(target),
                Optional.empty(),
                true);
    }
}
