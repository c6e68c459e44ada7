package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;

/** A way out. Plain DHCP and static uplinks are reserved in the form, but not built yet. */
public sealed interface Uplink permits PppoeUplink {
    /** Returns the stable id. */
    String name();

    /** Returns the role of the port it goes out by. */
    String port();

    /** Returns further addresses of ours on it, beside the one that the provider gives. */
    List<Ipv4Address> addresses();
}
