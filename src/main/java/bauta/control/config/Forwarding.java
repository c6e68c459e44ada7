package bauta.control.config;

/** When packets are passed between the inside and the uplinks. */
public enum Forwarding {
    /** While an uplink is up. */
    WITH_UPLINK,
    /** From the start on, also while no uplink is up. */
    ALWAYS,
    /** Never: the router offers only its own services. */
    OFF
}
