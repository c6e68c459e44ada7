package bauta.sim;

/** The router broke a rule. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    private final String rule;

    /**
     * Makes one.
     *
     * @param rule its short name
     * @param what what happened
     */
    Violation(String rule, String what) {
        super(rule + ": " + what);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
