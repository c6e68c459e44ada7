package bauta.forward;

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
 */
public record LanNetwork(int id, Port port, Ipv4Prefix prefix, Neighbours neighbours) {}
