package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What cannot stand together about the devices and names of the house. */
final class HouseConflicts {
    /** The names that the router answers to itself. */
    private static final List<String> OWN_NAMES = List.of("bauta", "localhost");

    private final Values values;
    private final List<Network> networks;
    private final Map<Object, Site> seen = new HashMap<>();

    private HouseConflicts(Values values) {
        this.values = values;
        networks = values.get(Config.NETWORKS);
    }

    static void check(Values values) {
        HouseConflicts conflicts = new HouseConflicts(values);
        values.get(Config.DEVICES).forEach(conflicts::checkDevice);
        Dns dns = values.get(Config.DNS);
        dns.upstreams().forEach(conflicts::checkServer);
        dns.domains().forEach(conflicts::checkDomain);
        dns.names().forEach(conflicts::checkName);
        conflicts.checkMappings(values.get(Config.MAPPINGS));
    }

    private void checkMappings(PortMappings mappings) {
        List<String> known = networks.stream().map(Network::name).toList();
        Site list = values.site(Config.MAPPINGS).child(PortMappings.NETWORKS.name());
        for (int i = 0; i < mappings.networks().size(); i++) {
            String name = mappings.networks().get(i);
            if (!known.contains(name) && list.clean() && values.site(Config.NETWORKS).clean()) {
                list.child(i)
                        .report(name, ProblemId.UNKNOWN_NETWORK.with(String.join(", ", known)));
            }
        }
    }

    private void checkDevice(Device device) {
        Site site = origin(device, Config.DEVICES);
        Site name = site.child(Device.NAME.name());
        unique("name " + device.name(), device.name(), name);
        own(device.name(), name);
        device.mac().ifPresent(mac -> unique(mac, "" + mac, site.child(Device.MAC.name())));
        device.clientId().ifPresent(id -> unique(id, "" + id, site.child(Device.CLIENT_ID.name())));
        device.address().ifPresent(a -> checkReserved(a, site.child(Device.ADDRESS.name())));
    }

    private void checkReserved(Ipv4Address address, Site here) {
        unique(address, "" + address, here);
        Optional<Network> home =
                networks.stream().filter(n -> n.address().contains(address)).findFirst();
        if (home.isEmpty()) {
            if (here.clean() && values.site(Config.NETWORKS).clean()) {
                here.report("" + address, ProblemId.IN_NO_NETWORK.with(prefixes()));
            }
            return;
        }
        Ipv4Prefix prefix = home.get().address();
        if (address.equals(prefix.network()) || address.equals(prefix.broadcast())) {
            here.report("" + address, ProblemId.NOT_A_HOST.with("" + plain(prefix)));
        }
        notOurs(address, here);
    }

    private void checkDomain(DnsDomain domain) {
        Site name = origin(domain, Config.DNS).child(DnsDomain.DOMAIN.name());
        unique("domain " + domain.domain(), domain.domain(), name);
        domain.servers().forEach(this::checkServer);
    }

    /** The forwarder would ask itself. */
    private void checkServer(DnsServer server) {
        notOurs(server.address(), origin(server, Config.DNS).child(DnsServer.ADDRESS.name()));
    }

    /** A name may have several addresses, but not the same one twice. */
    private void checkName(StaticName name) {
        Site site = origin(name, Config.DNS);
        Site here = site.child(StaticName.NAME.name());
        own(name.name(), here);
        Site device = seen.get("name " + name.name());
        if (device != null && here.clean()) {
            here.report(name.name(), ProblemId.DUPLICATE.with(device.pointer()));
        }
        unique(name, name.name(), here);
    }

    private void own(String name, Site here) {
        if (OWN_NAMES.contains(name) && here.clean()) {
            here.report(name, ProblemId.OWN_NAME.with());
        }
    }

    private void notOurs(Ipv4Address address, Site here) {
        networks.stream()
                .filter(network -> network.address().address().equals(address))
                .findFirst()
                .ifPresent(network -> {
                    Site there = origin(network, Config.NETWORKS);
                    here.report(
                            "" + address,
                            ProblemId.OWN_ADDRESS.with(
                                    there.child(Network.ADDRESS.name()).pointer()));
                });
    }

    private void unique(Object what, String shown, Site here) {
        if (here.clean()) {
            Site earlier = seen.putIfAbsent(what, here);
            if (earlier != null) {
                here.report(shown, ProblemId.DUPLICATE.with(earlier.pointer()));
            }
        }
    }

    private String prefixes() {
        return networks.stream()
                .map(network -> "" + plain(network.address()))
                .collect(Collectors.joining(", "));
    }

    private static Ipv4Prefix plain(Ipv4Prefix prefix) {
        return new Ipv4Prefix(prefix.network(), prefix.length());
    }

    private Site origin(Object bound, Key<?> list) {
        return values.site().problems().origin(bound, values.site(list).child(0));
    }
}
