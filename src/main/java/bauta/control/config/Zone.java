package bauta.control.config;

/** How far a network is trusted. */
public enum Zone {
    /** May reach the Internet and the services of the router. */
    LAN,
    /** Visitors: may reach the Internet and the services of the router, but not the house. */
    GUEST
}
