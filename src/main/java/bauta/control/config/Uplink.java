package bauta.control.config;

/** A way out. Plain DHCP and static uplinks are reserved in the form, but not built yet. */
public sealed interface Uplink permits PppoeUplink {
    /** Returns the stable id. */
    String name();

    /** Returns the role of the port it goes out by. */
    String port();
}
