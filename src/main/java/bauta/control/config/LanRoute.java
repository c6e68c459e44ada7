package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.List;

/**
 * A route that hosts are told (option 121, RFC 3442).
 *
 * @param to where it leads, without host bits
 * @param via a gateway inside the network
 */
public record LanRoute(Ipv4Prefix to, Ipv4Address via) {
    static final Key<Ipv4Prefix> TO =
            Key.required("to", Kinds.PREFIX, new Ipv4Prefix(Ipv4Address.ANY, 0), "\"10.8.0.0/16\"");
    static final Key<Ipv4Address> VIA =
            Key.required("via", Kinds.HOST, Ipv4Address.ANY, "\"192.168.87.2\"");

    static final Shape<LanRoute> SHAPE =
            new Shape<>(
                    "route",
                    List.of(TO, VIA),
                    values -> new LanRoute(values.get(TO), values.get(VIA)));
}
