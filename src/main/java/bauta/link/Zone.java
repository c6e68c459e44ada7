package bauta.link;

/** The side of the router that an interface is on. */
public enum Zone {
    /** Inside: frames for the router go to the kernel as far as the {@link InputMap} allows. */
    LAN,
    /** Outside: nothing ever goes to the kernel. */
    WAN
}
