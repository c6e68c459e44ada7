package bauta.control.config.rules;

/**
 * What every rule, policy and forward has.
 *
 * @param id stable, unique among all of them; counters and answers name it
 * @param name for people, perhaps empty
 * @param comment for people, perhaps empty
 * @param enabled whether it is in force
 */
public record RuleLabel(String id, String name, String comment, boolean enabled) {}
