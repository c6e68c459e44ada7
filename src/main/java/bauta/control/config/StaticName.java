package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * A name that the forwarder answers by itself.
 *
 * @param name whole, or without a dot and then in the domain of each network
 * @param address its address
 */
public record StaticName(String name, Ipv4Address address) {
    static final Key<String> NAME = Key.required("name", Kinds.DOMAIN, "", "\"nas\"");
    static final Key<Ipv4Address> ADDRESS =
            Key.required("address", Kinds.HOST, Ipv4Address.ANY, "\"192.168.87.5\"");

    static final Shape<StaticName> SHAPE =
            new Shape<>(
                    "static-name",
                    List.of(NAME, ADDRESS),
                    values -> new StaticName(values.get(NAME), values.get(ADDRESS)));
}
