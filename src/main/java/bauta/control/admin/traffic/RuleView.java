package bauta.control.admin.traffic;

/**
 * A rule or policy with its counters.
 *
 * @param id stable id
 * @param name for people, perhaps empty
 * @param comment for people, perhaps empty
 * @param enabled whether it is switched on
 * @param inForce whether it counts now: switched on, and within its schedule
 * @param standing whether it always stands, after all others
 * @param target what becomes of what it takes, such as {@code ACCEPT} or {@code MASQUERADE}
 * @param protocols which; {@code all} for every one
 * @param source whence; {@code anywhere} for everywhere
 * @param destination where to
 * @param options what else it asks
 * @param packets it has decided about
 * @param bytes of them
 */
public record RuleView(
        String id,
        String name,
        String comment,
        boolean enabled,
        boolean inForce,
        boolean standing,
        String target,
        String protocols,
        String source,
        String destination,
        String options,
        long packets,
        long bytes) {
    /**
     * Returns this rule with more counted for it.
     *
     * @param morePackets beside its own
     * @param moreBytes of them
     */
    public RuleView plus(long morePackets, long moreBytes) {
        return new RuleView(
                id,
                name,
                comment,
                enabled,
                inForce,
                standing,
                target,
                protocols,
                source,
                destination,
                options,
                packets + morePackets,
                bytes + moreBytes);
    }
}
