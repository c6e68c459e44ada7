package bauta.forward;

/** Whether packets of the house are forwarded at all. The router's own traffic always goes on. */
public enum ForwardMode {
    /** Only while an uplink is up. */
    WITH_UPLINK,
    /** Between the networks of the house also without an uplink. */
    ALWAYS,
    /** Never; hosts are told by ICMP administratively prohibited. */
    OFF
}
