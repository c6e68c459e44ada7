package bauta.control.config;

/** The running router could not take over a configuration. */
public final class ConfigNotApplied extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param why for people, without secrets
     */
    public ConfigNotApplied(String why) {
        super(why);
    }

    /**
     * Says why.
     *
     * @param why for people, without secrets
     * @param cause what was thrown
     */
    public ConfigNotApplied(String why, Throwable cause) {
        super(why, cause);
    }
}
