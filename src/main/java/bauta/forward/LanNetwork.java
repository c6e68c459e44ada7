package bauta.forward;

import bauta.firewall.Zone;
import bauta.link.Neighbours;
import bauta.link.Port;
import bauta.wire.Ipv4Prefix;

/**
 * A network of the inside.
 *
 * @param id its number, 0 to 255, its place in the list
 * @param port the way to it
 * @param prefix its prefix with the router's own address in it
 * @param neighbours its hosts
 * @param zone {@code LAN}, or {@code GUEST} for hosts that may only reach the uplinks
 */
public record LanNetwork(int id, Port port, Ipv4Prefix prefix, Neighbours neighbours, Zone zone) {
    /** Makes a network of the house's own hosts. */
    public LanNetwork(int id, Port port, Ipv4Prefix prefix, Neighbours neighbours) {
        this(id, port, prefix, neighbours, Zone.LAN);
    }
}
