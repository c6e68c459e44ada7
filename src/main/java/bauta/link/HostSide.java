package bauta.link;

import bauta.linux.LinuxException;
import bauta.wire.Ipv4Address;

/** The interface by which the router's own programs use an uplink. */
public interface HostSide {
    /**
     * Brings the interface up with a new address: earlier addresses go, carrier comes, the default
     * route leads there.
     *
     * @param address ours
     * @param peer the provider's end
     * @param mtuBytes longest packet
     * @throws LinuxException when the kernel refuses: the interface was deleted, the MTU is below
     *     68
     */
    void up(Ipv4Address address, Ipv4Address peer, int mtuBytes);

    /**
     * Takes address, route and carrier away; the interface stays.
     *
     * @throws LinuxException when the interface was deleted
     */
    void down();
}
