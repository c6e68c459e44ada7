package bauta.control.config;

/** What an uplink does with the hosts behind the router. */
public enum UplinkFirewall {
    /** Packets pass unchanged in both directions, and nothing is refused. */
    NONE,
    /** The router alone uses the uplink; nothing is passed for the inside. */
    STANDALONE,
    /** The inside goes out under the address of the uplink; nothing unasked comes in. */
    MASQUERADE
}
