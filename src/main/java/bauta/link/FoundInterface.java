package bauta.link;

import bauta.linux.LinuxException;
import bauta.linux.RouteEvent;
import bauta.linux.RouteNetlink;
import bauta.wire.Ipv4Prefix;
import java.util.List;
import org.tinylog.Logger;

/**
 * How an interface was found before we changed it, to put it back so.
 *
 * @param link its state
 * @param addresses those of ours that it had already
 */
record FoundInterface(RouteEvent.LinkPresent link, List<Ipv4Prefix> addresses) {
    /**
     * Looks at an interface.
     *
     * @param link its state now
     * @param netlink to ask for its addresses
     */
    static FoundInterface of(RouteEvent.LinkPresent link, RouteNetlink netlink) {
        List<Ipv4Prefix> addresses =
                netlink.addresses().stream()
                        .filter(address -> address.index() == link.index())
                        .map(RouteEvent.AddressChanged::prefix)
                        .toList();
        return new FoundInterface(link, addresses);
    }

    /**
     * Puts MTU, addresses and state back; what the kernel refuses stays as it is.
     *
     * @param ours addresses that we gave it
     * @param netlink to do it by
     */
    void putBack(List<Ipv4Prefix> ours, RouteNetlink netlink) {
        try {
            for (Ipv4Prefix address : ours) {
                if (!addresses.contains(address)) {
                    netlink.removeAddress(link.index(), address);
                }
            }
            netlink.setMtu(link.index(), link.mtuBytes());
            netlink.setUp(link.index(), link.up());
        } catch (LinuxException e) {
            Logger.debug("interface not put back {} cause={}", link.name(), e.getMessage());
        }
    }
}
