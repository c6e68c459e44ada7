package bauta.forward;

/** What the house may do with an uplink. */
public enum UplinkUse {
    /** Hosts leave under the router's address; only answers come in. */
    MASQUERADE,
    /** Only the router's own programs use it; hosts are told by ICMP prohibited. */
    STANDALONE,
    /** Plain routing: hosts keep their own addresses, and anybody outside reaches them. */
    ROUTE
}
