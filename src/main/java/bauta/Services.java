package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.link.FramePool;
import bauta.link.LinkLoop;
import bauta.link.XdpPort;
import bauta.service.dhcp.DhcpFrameSender;
import bauta.service.dhcp.DhcpServer;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dns.DnsForwarder;
import bauta.service.dns.DnsStatus;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the box offers to the LAN: DNS and DHCP, each on a thread of its own. Any thread. */
final class Services implements AutoCloseable {
    private final List<DhcpServer> dhcp = new ArrayList<>();
    private Optional<DnsForwarder> dns = Optional.empty();
    private List<Ipv4Address> nameServers = List.of();

    /**
     * Opens what the configuration wants.
     *
     * @param config which services on which networks
     * @param loop the router loop, for frames to hosts without an address
     * @param lans the ports of the networks, in their order
     * @param data folder for leases
     * @throws IOException when a socket cannot be opened; nothing stays open
     */
    synchronized void open(Config config, LinkLoop loop, List<XdpPort> lans, Path data)
            throws IOException {
        if (config.networks().stream().anyMatch(network -> network.dns().enabled())) {
            DnsForwarder forwarder = DnsForwarder.open(Settings.dns(config));
            dns = Optional.of(forwarder);
            forwarder.upstreams(nameServers);
        }
        for (int i = 0; i < lans.size(); i++) {
            Network network = config.networks().get(i);
            XdpPort port = lans.get(i);
            if (network.dhcp().enabled()) {
                MacAddress mac = new MacAddress(port.mac());
                dhcp.add(
                        DhcpServer.open(
                                Settings.dhcp(config, network, mac, data), sender(loop, port)));
            }
        }
    }

    private static DhcpFrameSender sender(LinkLoop loop, XdpPort port) {
        return frame -> loop.post(() -> transmit(loop.pool(), port, frame));
    }

    private static void transmit(FramePool pool, XdpPort port, byte[] frame) {
        int at = pool.allocate();
        if (at >= 0) {
            pool.memory().setBytes(at, frame);
            port.transmitControl(at, frame.length);
            port.flush();
        }
    }

    /**
     * Takes the provider's name servers.
     *
     * @param servers primary first
     */
    synchronized void nameServers(List<Ipv4Address> servers) {
        nameServers = List.copyOf(servers);
        dns.ifPresent(forwarder -> forwarder.upstreams(servers));
    }

    /** Returns what the forwarder did, when it runs. */
    synchronized Optional<DnsStatus> dnsStatus() {
        return dns.map(DnsForwarder::status);
    }

    /** Returns what the DHCP servers did. */
    synchronized List<DhcpStatus> dhcpStatus() {
        return dhcp.stream().map(DhcpServer::status).toList();
    }

    @Override
    public synchronized void close() {
        dhcp.forEach(DhcpServer::close);
        dns.ifPresent(DnsForwarder::close);
        dhcp.clear();
        dns = Optional.empty();
    }
}
