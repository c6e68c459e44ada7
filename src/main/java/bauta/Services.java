package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.engine.Clock;
import bauta.link.FramePool;
import bauta.link.LinkLoop;
import bauta.link.XdpPort;
import bauta.service.dhcp.DhcpFrameSender;
import bauta.service.dhcp.DhcpServer;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dhcp.LeaseListener;
import bauta.service.dns.DnsForwarder;
import bauta.service.dns.DnsStatus;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tinylog.Logger;

/**
 * What the box offers to the LAN: DNS and DHCP, each on a thread of its own. Their sockets are
 * bound to an interface, so they are opened when it appears and anew when it comes back as another
 * one; a socket that cannot be opened is tried again. Any thread.
 */
final class Services implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Config config;
    private final LinkLoop loop;
    private final List<XdpPort> lans;
    private final Path data;
    private final Executor worker;
    private int[] interfaces = new int[0];
    private volatile boolean closed;
    private volatile Running running = Running.NOTHING;
    private volatile List<Ipv4Address> nameServers = List.of();

    /** What is open now; replaced as a whole, so that nobody waits to look at it. */
    private record Running(Optional<DnsForwarder> dns, List<DhcpServer> dhcp) {
        static final Running NOTHING = new Running(Optional.empty(), List.of());
    }

    /**
     * Prepares the services; nothing is opened before {@link #start}.
     *
     * @param config which services on which networks
     * @param loop the router loop
     * @param lans the ports of the networks, in their order
     * @param data folder for leases
     * @param worker opens and closes sockets, off the router loop, in order
     */
    Services(Config config, LinkLoop loop, List<XdpPort> lans, Path data, Executor worker) {
        this.config = config;
        this.loop = loop;
        this.lans = List.copyOf(lans);
        this.data = data;
        this.worker = worker;
    }

    /** Follows the ports from now on: opens what they allow. */
    void start() {
        lans.forEach(port -> port.carrierListener(_ -> look()));
    }

    /** Sees which interfaces are there. Router loop. */
    private void look() {
        if (closed) {
            return;
        }
        int[] present = lans.stream().mapToInt(XdpPort::index).toArray();
        worker.execute(() -> follow(present));
    }

    private synchronized void follow(int[] present) {
        if (closed || Arrays.equals(present, interfaces)) {
            return;
        }
        shut();
        interfaces = present;
        try {
            open();
        } catch (IOException e) {
            Logger.error("services not opened, trying again: {}", e.getMessage());
            shut();
            interfaces = new int[0];
            loop.post(() -> loop.timers().at(Clock.system().nanos() + RETRY.toNanos(), this::look));
        }
    }

    private void open() throws IOException {
        List<Network> asking = new ArrayList<>();
        for (int i = 0; i < lans.size(); i++) {
            Network network = config.networks().get(i);
            if (interfaces[i] != 0 && network.dhcp().enabled()) {
                List<DhcpServer> dhcp = new ArrayList<>(running.dhcp());
                dhcp.add(dhcpServer(network, lans.get(i)));
                running = new Running(Optional.empty(), List.copyOf(dhcp));
            }
            if (interfaces[i] != 0 && network.dns().enabled()) {
                asking.add(network);
            }
        }
        if (!asking.isEmpty()) {
            DnsForwarder dns = DnsForwarder.open(Settings.dns(config, asking));
            running = new Running(Optional.of(dns), running.dhcp());
            dns.upstreams(nameServers);
        }
    }

    private DhcpServer dhcpServer(Network network, XdpPort port) throws IOException {
        MacAddress mac = new MacAddress(port.mac());
        return DhcpServer.open(
                Settings.dhcp(config, network, mac, data), sender(loop, port), LeaseListener.NONE);
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
     * Takes the provider's name servers. Never waits.
     *
     * @param servers primary first
     */
    void nameServers(List<Ipv4Address> servers) {
        nameServers = List.copyOf(servers);
        running.dns().ifPresent(forwarder -> forwarder.upstreams(servers));
    }

    /** Returns what the forwarder did, when it runs. */
    Optional<DnsStatus> dnsStatus() {
        return running.dns().map(DnsForwarder::status);
    }

    /** Returns what the DHCP servers did. */
    List<DhcpStatus> dhcpStatus() {
        return running.dhcp().stream().map(DhcpServer::status).toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        shut();
    }

    private void shut() {
        running.dhcp().forEach(DhcpServer::close);
        running.dns().ifPresent(DnsForwarder::close);
        running = Running.NOTHING;
    }
}
