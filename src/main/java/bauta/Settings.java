package bauta;

import bauta.control.config.Authentication;
import bauta.control.config.Config;
import bauta.control.config.DhcpDns;
import bauta.control.config.Network;
import bauta.control.config.PppoeUplink;
import bauta.link.InputMap;
import bauta.link.PortSettings;
import bauta.ppp.AuthenticationKind;
import bauta.ppp.PppSettings;
import bauta.pppoe.DiscoverySettings;
import bauta.service.ListenAddress;
import bauta.service.dhcp.DhcpParameters;
import bauta.service.dhcp.DhcpSettings;
import bauta.service.dhcp.NameServers;
import bauta.service.dns.DnsSettings;
import bauta.uplink.RetrySettings;
import bauta.uplink.UplinkSettings;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The configuration resolved into the settings of each package, so that stages never see text. */
final class Settings {
    /** MTU of Ethernet, and of a WAN port whose uplinks ask for no more than 1492 bytes. */
    private static final int ETHERNET_MTU = 1500;

    /** What PPPoE and PPP headers take of the Ethernet payload, in bytes. */
    private static final int PPPOE_OVERHEAD = 8;

    private static final int DNS_PORT = 53;
    private static final int DHCP_SERVER_PORT = 67;
    private static final int DHCP_CLIENT_PORT = 68;

    private Settings() {}

    static PortSettings wanPort(Config config, String role) {
        int longest =
                config.uplinks().stream()
                        .filter(uplink -> uplink.port().equals(role))
                        .mapToInt(uplink -> ((PppoeUplink) uplink).mruBytes() + PPPOE_OVERHEAD)
                        .max()
                        .orElse(ETHERNET_MTU);
        return PortSettings.wan(role, config.nic(role), Math.max(ETHERNET_MTU, longest));
    }

    static PortSettings lanPort(Config config, Network network) {
        String role = network.ports().getFirst();
        InputMap input = InputMap.none().ping();
        if (network.dns().enabled()) {
            input = input.udp(DNS_PORT).tcp(DNS_PORT);
        }
        if (network.dhcp().enabled()) {
            input = input.udp(DHCP_SERVER_PORT).udp(DHCP_CLIENT_PORT); // to notice other servers
        }
        return PortSettings.lan(role, config.nic(role), network.address(), input);
    }

    static DnsSettings dns(Config config, List<Network> networks) {
        List<ListenAddress> listens = new ArrayList<>();
        List<Ipv4Prefix> clients = new ArrayList<>();
        for (Network network : networks) {
            listens.add(listen(config, network, network.address().address(), DNS_PORT));
            clients.add(network.address());
        }
        return DnsSettings.of(listens, clients);
    }

    static DhcpSettings dhcp(Config config, Network network, MacAddress mac, Path data) {
        return new DhcpSettings(
                listen(config, network, Ipv4Address.ANY, DHCP_SERVER_PORT),
                DHCP_CLIENT_PORT,
                network.address(),
                mac,
                new DhcpSettings.Pool(network.dhcp().pool().start(), network.dhcp().pool().end()),
                parameters(network),
                List.of(),
                DhcpSettings.Times.DEFAULT.withLease(network.dhcp().lease()),
                data.resolve("leases-" + network.name()));
    }

    private static DhcpParameters parameters(Network network) {
        Ipv4Address own = network.address().address();
        return new DhcpParameters(
                Optional.of(own),
                nameServers(network),
                network.domain(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                List.of(),
                DhcpOptions.NONE);
    }

    private static NameServers nameServers(Network network) {
        return switch (network.dhcp().told().dns()) {
            case DhcpDns.Bauta() when network.dns().enabled() -> new NameServers.Own();
            case DhcpDns.Bauta() -> new NameServers.Listed(List.of());
            case DhcpDns.Provider() -> new NameServers.Provider();
            case DhcpDns.Servers(var addresses) -> new NameServers.Listed(addresses);
        };
    }

    private static ListenAddress listen(
            Config config, Network network, Ipv4Address address, int port) {
        return new ListenAddress(
                address, port, Optional.of(config.nic(network.ports().getFirst())));
    }

    static UplinkSettings uplink(int id, PppoeUplink uplink) {
        PppSettings ppp =
                PppSettings.of(uplink.user(), uplink.password())
                        .withMru(uplink.mruBytes())
                        .withAllowed(allowed(uplink.authentication()))
                        .withEcho(uplink.echo().interval(), uplink.echo().failures());
        return new UplinkSettings(
                id,
                uplink.name(),
                uplink.mtuBytes(),
                ppp,
                DiscoverySettings.named(uplink.serviceName(), uplink.acName()),
                RetrySettings.DEFAULT);
    }

    private static Set<AuthenticationKind> allowed(Authentication authentication) {
        return switch (authentication) {
            case ANY -> Set.of(AuthenticationKind.CHAP_MD5, AuthenticationKind.PAP);
            case CHAP -> Set.of(AuthenticationKind.CHAP_MD5);
            case PAP -> Set.of(AuthenticationKind.PAP);
        };
    }
}
