package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import bauta.wire.Octets;
import java.util.List;
import java.util.Optional;

/**
 * A device of the house that is known by name: for its lease and for DNS.
 *
 * @param name one label, unique among the devices
 * @param mac its hardware address
 * @param clientId its DHCP client identifier (option 61), type octet included; where both are
 *     given, either one tells it
 * @param address the address that is kept for it
 */
public record Device(
        String name,
        Optional<MacAddress> mac,
        Optional<Octets> clientId,
        Optional<Ipv4Address> address) {
    static final Key<String> NAME = Key.required("name", Kinds.LABEL, "", "\"printer\"");
    static final Key<MacAddress> MAC = Key.derived("mac", Kinds.MAC, "\"02:00:00:12:34:56\"");
    static final Key<Octets> CLIENT_ID =
            Key.derived("client-id", Kinds.hex(2, 255), "\"01:02:00:00:12:34:56\"");
    static final Key<Ipv4Address> ADDRESS = Key.derived("address", Kinds.HOST, "\"192.168.87.20\"");

    static final Shape<Device> SHAPE =
            new Shape<>(
                    "device", List.of(NAME, MAC, CLIENT_ID, ADDRESS), Device::check, Device::of);

    private static void check(Values values) {
        boolean known = values.find(MAC).isPresent() || values.find(CLIENT_ID).isPresent();
        if (!known && values.site(MAC).clean() && values.site(CLIENT_ID).clean()) {
            values.site().report(values.get(NAME), ProblemId.UNKNOWABLE_DEVICE.with());
        }
    }

    private static Device of(Values values) {
        return new Device(
                values.get(NAME), values.find(MAC), values.find(CLIENT_ID), values.find(ADDRESS));
    }
}
