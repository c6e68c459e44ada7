package bauta.firewall;

/** Where a packet comes from or goes to. */
public enum Zone {
    /** The networks of the house. */
    LAN,
    /** Networks of visitors. */
    GUEST,
    /** The uplinks. */
    WAN,
    /** The router itself. */
    ROUTER
}
