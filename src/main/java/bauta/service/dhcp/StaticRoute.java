package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;

/**
 * A route for clients (option 121, RFC 3442).
 *
 * @param to the destination; the length 0 is the default route
 * @param via the router for it, or {@link Ipv4Address#ANY} when it is on the link itself
 */
public record StaticRoute(Ipv4Prefix to, Ipv4Address via) {
    /** Returns the default route. */
    static StaticRoute toEverywhere(Ipv4Address via) {
        return new StaticRoute(new Ipv4Prefix(Ipv4Address.ANY, 0), via);
    }
}
