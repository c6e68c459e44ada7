package bauta;

import bauta.control.config.Config;
import bauta.control.config.Device;
import bauta.control.config.Network;
import bauta.control.config.StaticName;
import bauta.service.dhcp.LeaseStatus;
import bauta.service.dns.LanNames;
import bauta.service.dns.LanNames.LanName;
import bauta.service.dns.LanNames.Source;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the names of the house together: the router's own, configured ones, devices, leases. */
final class HouseNames {
    private HouseNames() {}

    /**
     * Returns all names as of now.
     *
     * @param config what is in force
     * @param leases by the name of the network
     */
    static LanNames of(Config config, Map<String, List<LeaseStatus>> leases) {
        List<LanName> names = new ArrayList<>();
        for (Network network : config.networks()) {
            Ipv4Address own = network.address().address();
            names.add(name(HouseSettings.OWN_NAME, network, own, Source.ROUTER));
            names.add(new LanName(HouseSettings.OWN_NAME, own, Source.ROUTER));
            for (Device device : config.devices()) {
                device.address()
                        .filter(network.address()::contains)
                        .ifPresent(
                                at -> names.add(name(device.name(), network, at, Source.DEVICE)));
            }
            leases.getOrDefault(network.name(), List.of()).stream()
                    .filter(lease -> lease.state() == LeaseStatus.State.BOUND)
                    .filter(lease -> !lease.name().isEmpty())
                    .map(lease ->
                            name(lease.name(), network, lease.address(), source(config, lease)))
                    .forEach(names::add);
        }
        config.dns().names().forEach(name -> add(config, name, names));
        return LanNames.of(names);
    }

    private static Source source(Config config, LeaseStatus lease) {
        boolean named = config.devices().stream().anyMatch(d -> d.name().equals(lease.name()));
        return named ? Source.DEVICE : Source.LEASE;
    }

    /** A name without a dot stands in the domain of each network. */
    private static void add(Config config, StaticName name, List<LanName> names) {
        if (name.name().contains(".")) {
            names.add(new LanName(name.name(), name.address(), Source.CONFIGURATION));
        } else {
            for (Network network : config.networks()) {
                names.add(name(name.name(), network, name.address(), Source.CONFIGURATION));
            }
        }
    }

    private static LanName name(String label, Network network, Ipv4Address address, Source source) {
        return new LanName(label + "." + network.domain(), address, source);
    }
}
