package bauta.control.admin;

/** What can be asked of a service. */
public enum ServiceCommand {
    /** Run it now; what stands in the configuration stays. */
    START,
    /** End it now; what stands in the configuration stays. */
    STOP,
    /** End it and run it again. */
    RESTART,
    /** Run it now and at each start: kept in the configuration. */
    ENABLE,
    /** End it now and do not start it again: kept in the configuration. */
    DISABLE
}
