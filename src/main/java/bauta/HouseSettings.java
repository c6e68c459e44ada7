package bauta;

import bauta.control.admin.AdminReach;
import bauta.control.config.Config;
import bauta.control.config.Device;
import bauta.control.config.DhcpDns;
import bauta.control.config.DhcpOption;
import bauta.control.config.DnsServer;
import bauta.control.config.LanDhcp;
import bauta.control.config.Network;
import bauta.control.config.PortMappings;
import bauta.nat.PortRange;
import bauta.service.ListenAddress;
import bauta.service.dhcp.DhcpDevice;
import bauta.service.dhcp.DhcpParameters;
import bauta.service.dhcp.DhcpSettings;
import bauta.service.dhcp.NameServers;
import bauta.service.dhcp.StaticRoute;
import bauta.service.dns.DnsSettings;
import bauta.service.dns.UpstreamServer;
import bauta.service.mapping.MappingServerSettings;
import bauta.service.mapping.MappingSettings;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The configuration resolved into the settings of what the house is offered. */
final class HouseSettings {
    static final int DNS_PORT = 53;
    static final int DHCP_SERVER_PORT = 67;
    static final int DHCP_CLIENT_PORT = 68;

    /** Our own name, alone and below each domain of the house. */
    static final String OWN_NAME = "bauta";

    private HouseSettings() {}

    /**
     * Returns the forwarder's settings.
     *
     * @param config what to be
     * @param networks those that are served now
     * @param captive while the box is not set up, the address that every name leads to
     */
    static DnsSettings dns(Config config, List<Network> networks, Optional<Ipv4Address> captive) {
        List<ListenAddress> listens =
                networks.stream()
                        .map(n -> listen(config, n, n.address().address(), DNS_PORT))
                        .toList();
        List<Ipv4Prefix> clients = networks.stream().map(Network::address).toList();
        List<String> domains = config.networks().stream().map(Network::domain).toList();
        return DnsSettings.of(listens, clients)
                .with(
                        new DnsSettings.Forwarding(
                                servers(config.dns().upstreams()),
                                config.dns().domains().stream()
                                        .map(d ->
                                                new DnsSettings.DomainServers(
                                                        d.domain(), servers(d.servers())))
                                        .toList(),
                                DNS_PORT,
                                Optional.empty()))
                .with(DnsSettings.Caching.of(config.dns().cacheSize(), config.dns().serveStale()))
                .with(
                        new DnsSettings.House(
                                domains,
                                new DnsSettings.Rebind(
                                        config.dns().rebindProtection().enabled(),
                                        config.dns().rebindProtection().allow()),
                                captive));
    }

    private static List<UpstreamServer> servers(List<DnsServer> servers) {
        return servers.stream()
                .map(server -> UpstreamServer.of(server.address(), server.port(), server.tlsName()))
                .toList();
    }

    /**
     * Returns the settings of a network's DHCP server.
     *
     * @param config what to be
     * @param network which one
     * @param mac our address there
     * @param data folder for leases
     */
    static DhcpSettings dhcp(Config config, Network network, MacAddress mac, Path data) {
        return new DhcpSettings(
                listen(config, network, Ipv4Address.ANY, DHCP_SERVER_PORT),
                DHCP_CLIENT_PORT,
                network.address(),
                mac,
                new DhcpSettings.Pool(network.dhcp().pool().start(), network.dhcp().pool().end()),
                parameters(network),
                devices(config, network),
                DhcpSettings.Times.DEFAULT.withLease(network.dhcp().lease()),
                data.resolve("leases-" + network.name()));
    }

    private static DhcpParameters parameters(Network network) {
        LanDhcp.Told told = network.dhcp().told();
        return new DhcpParameters(
                Optional.of(told.router().orElse(network.address().address())),
                nameServers(network),
                network.domain(),
                List.of(),
                told.ntp(),
                told.mtuBytes().map(OptionalInt::of).orElse(OptionalInt.empty()),
                told.routes().stream().map(r -> new StaticRoute(r.to(), r.via())).toList(),
                others(told.options()));
    }

    private static DhcpOptions others(List<DhcpOption> options) {
        DhcpOptions.Builder builder = new DhcpOptions.Builder();
        options.forEach(option -> builder.bytes(option.code(), option.value().toArray()));
        return builder.build();
    }

    private static NameServers nameServers(Network network) {
        return switch (network.dhcp().told().dns()) {
            case DhcpDns.Bauta() when network.dns().enabled() -> new NameServers.Own();
            case DhcpDns.Bauta() -> new NameServers.Listed(List.of());
            case DhcpDns.Provider() -> new NameServers.Provider();
            case DhcpDns.Servers(var addresses) -> new NameServers.Listed(addresses);
        };
    }

    /** Devices whose kept address lies elsewhere are known here by name only. */
    private static List<DhcpDevice> devices(Config config, Network network) {
        List<DhcpDevice> devices = new ArrayList<>();
        for (Device device : config.devices()) {
            devices.add(
                    new DhcpDevice(
                            device.name(),
                            device.mac(),
                            device.clientId().map(id -> HexFormat.of().formatHex(id.toArray())),
                            device.address().filter(network.address()::contains)));
        }
        return devices;
    }

    /**
     * Returns the settings of the mapping service.
     *
     * @param config what to be
     * @param networks those whose interface is there
     * @param data folder for leases
     * @param bootId of the running kernel
     * @param unit what tells this router from all others
     */
    static MappingServerSettings mappings(
            Config config, List<Network> networks, Path data, String bootId, String unit) {
        PortMappings keys = config.mappings();
        return new MappingServerSettings(
                networks.stream()
                        .filter(keys::serves)
                        .map(n ->
                                new MappingServerSettings.Lan(
                                        n.name(),
                                        n.address(),
                                        Optional.of(config.nic(n.ports().getFirst()))))
                        .toList(),
                new MappingSettings(
                        new PortRange(keys.ports().first(), keys.ports().last()),
                        keys.longest(),
                        keys.perHost(),
                        keys.ask()),
                new MappingServerSettings.Protocols(keys.natPmp(), keys.pcp(), keys.upnp()),
                data.resolve("mappings"),
                bootId,
                unit,
                MappingServerSettings.Ports.STANDARD);
    }

    /**
     * Returns by which ways the house reaches the admin pages.
     *
     * @param config what to be
     * @param networks those whose interface is there
     */
    static AdminReach admin(Config config, List<Network> networks) {
        Stream<String> own =
                Stream.concat(
                        Stream.of(OWN_NAME),
                        config.networks().stream().map(n -> OWN_NAME + "." + n.domain()));
        List<String> names =
                Stream.concat(own, config.admin().names().stream()).distinct().toList();
        return new AdminReach(
                listens(config, networks, config.admin().httpPort()),
                listens(config, networks, config.admin().httpsPort()),
                networks.stream().map(Network::address).toList(),
                names);
    }

    private static List<ListenAddress> listens(Config config, List<Network> networks, int port) {
        return networks.stream().map(n -> listen(config, n, n.address().address(), port)).toList();
    }

    private static ListenAddress listen(
            Config config, Network network, Ipv4Address address, int port) {
        return new ListenAddress(
                address, port, Optional.of(config.nic(network.ports().getFirst())));
    }
}
