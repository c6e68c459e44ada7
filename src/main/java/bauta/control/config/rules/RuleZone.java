package bauta.control.config.rules;

/** Where a packet comes from or goes to, as rules speak of it. */
public enum RuleZone {
    /** The networks of the house. */
    LAN,
    /** The networks of visitors. */
    GUEST,
    /** The uplinks. */
    WAN,
    /** The router itself. */
    ROUTER
}
