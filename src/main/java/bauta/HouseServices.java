package bauta;

import bauta.control.admin.AdminReach;
import bauta.control.admin.ServiceView;
import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.engine.Clock;
import bauta.engine.Timers;
import bauta.link.FramePool;
import bauta.link.XdpPort;
import bauta.service.Service;
import bauta.service.ServiceEvent;
import bauta.service.ServiceReason;
import bauta.service.SupervisedService;
import bauta.service.dhcp.DhcpFrameSender;
import bauta.service.dhcp.DhcpSettings;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dhcp.LeaseStatus;
import bauta.service.dns.DnsSettings;
import bauta.service.dns.DnsStatus;
import bauta.service.dns.LanNames;
import bauta.service.mapping.MappingServer;
import bauta.service.mapping.MappingServerSettings;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * What the box offers, each service with a life of its own: dns, a dhcp server per network, port
 * mappings, the dial of the uplinks, the admin pages. Sockets are bound to an interface, so a
 * service waits until its interface is there and opens anew when it comes back as another one. Any
 * thread but the router loop, unless a method says otherwise.
 */
final class HouseServices implements AutoCloseable {
    private final PacketSide side;
    private final Around around;
    private final Map<String, Integer> interfaces = new ConcurrentHashMap<>();
    private final Map<String, List<LeaseStatus>> leases = new ConcurrentHashMap<>();
    private final Map<String, DhcpService> dhcp = new LinkedHashMap<>();
    private final Map<String, SupervisedService> lives = new LinkedHashMap<>();
    private final List<ExecutorService> workers = new ArrayList<>();
    private final ExecutorService worker = worker("services");
    private final DnsService dns = new DnsService(this::dnsSettings);
    private final MappingService mappings;
    private volatile Config config;
    private volatile boolean closed;

    /**
     * What the services are surrounded by.
     *
     * @param data folder for leases
     * @param timers for pauses after failures
     * @param admin the admin server
     * @param changed told the name of a service whose state changed
     * @param leases told of the leases of a network
     * @param mappings told of changes of port mappings
     */
    record Around(
            Path data,
            Timers timers,
            AdminDoor admin,
            Consumer<String> changed,
            Consumer<String> leases,
            Runnable mappings) {}

    /**
     * Makes the services, all stopped.
     *
     * @param config what is in force
     * @param side the packets' side of it
     * @param around what surrounds them
     */
    HouseServices(Config config, PacketSide side, Around around) {
        this.config = config;
        this.side = side;
        this.around = around;
        supervise("uplinks", "uplinks", new Uplinks());
        for (Network network : config.networks()) {
            String name = network.name();
            DhcpService server =
                    new DhcpService(
                            () -> dhcpSettings(name),
                            sender(side.lan(name)),
                            now -> leased(name, now));
            dhcp.put(name, server);
            supervise("dhcp", "dhcp " + name, server);
        }
        supervise("dns", "dns", dns);
        this.mappings =
                new MappingService(
                        this::mappingSettings,
                        new MappingServer.Surroundings(
                                side.mappingGate(),
                                new Courier(side, () -> this.config),
                                around.mappings()));
        supervise("mappings", "mappings", mappings);
        supervise("admin", "admin", new Pages());
        dns.names(HouseNames.of(config, leases));
    }

    private void supervise(String group, String name, Service service) {
        lives.put(
                name,
                new SupervisedService(
                        name,
                        service,
                        around.timers(),
                        worker(name),
                        () -> around.changed().accept(group)));
    }

    private ExecutorService worker(String name) {
        ExecutorService made =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().name(name).factory());
        workers.add(made);
        return made;
    }

    /** The dial of the uplinks. */
    private final class Uplinks implements Service {
        @Override
        public void open() {
            side.dial();
        }

        @Override
        public void close() {
            side.hangUp();
        }

        /** The router loop has a watch of its own; a line that is down is no dead service. */
        @Override
        public boolean isHealthy() {
            return true;
        }
    }

    /** The admin pages and the API on the LAN. */
    private final class Pages implements Service {
        @Override
        public void open() throws IOException {
            around.admin().reach(HouseSettings.admin(config, present(config.networks())));
        }

        @Override
        public void close() {
            try {
                around.admin().reach(AdminReach.NONE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public boolean isHealthy() {
            return around.admin().isHealthy();
        }
    }

    private static DhcpFrameSender sender(XdpPort port) {
        return frame -> port.loop().post(() -> transmit(port.loop().pool(), port, frame));
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
     * Starts what the configuration, or somebody's command since, wants to run: the uplinks first.
     *
     * @param byHand services that run or do not run against the configuration
     */
    void start(Map<String, Boolean> byHand) {
        look();
        for (String group : ServiceNames.BUILT) {
            boolean enabled = ServiceNames.isEnabled(config, group);
            if (byHand.getOrDefault(group, enabled)) {
                tell(group, new ServiceEvent.Start(why(enabled)));
            } else {
                tell(
                        group,
                        new ServiceEvent.Stop(
                                enabled ? ServiceReason.STOPPED : ServiceReason.DISABLED));
            }
        }
        for (Network network : config.networks()) {
            XdpPort port = side.lan(network.name());
            port.carrierListener(_ -> seen(network.name(), port.index()));
        }
    }

    private static ServiceReason why(boolean enabled) {
        return enabled ? ServiceReason.NONE : ServiceReason.STARTED;
    }

    /** Notes that an interface is there, is gone, or is another one. Router loop. */
    private void seen(String network, int index) {
        later(() -> follow(network, index));
    }

    /** Runs a task on the worker; without effect once everything is closed. Never waits. */
    private void later(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug(e, "told too late, the services are closed");
        }
    }

    private void follow(String network, int index) {
        Integer before = interfaces.put(network, index);
        if (closed || before != null && before == index) {
            return;
        }
        look();
        boolean another = before != null && before != 0 && index != 0;
        if (another) {
            reopen("dhcp " + network);
        }
        if (another || dns.isOutdated()) {
            reopen("dns");
        }
        if (another || mappings.mustReopen()) {
            reopen("mappings");
        }
        if (before != null && before != 0 || index != 0) {
            reopen("admin");
        }
    }

    private void reopen(String life) {
        SupervisedService service = life(life);
        if (service.state().wanted()) {
            service.tell(new ServiceEvent.Restart());
        }
    }

    private SupervisedService life(String name) {
        SupervisedService life = lives.get(name);
        if (life == null) {
            throw new IllegalArgumentException("no service " + name);
        }
        return life;
    }

    /** Tells every service what keeps it from being opened. */
    private void look() {
        Config now = config;
        needs(
                "uplinks",
                now.uplinks().isEmpty() ? ServiceReason.NOT_CONFIGURED : ServiceReason.NONE);
        for (Network network : now.networks()) {
            needs("dhcp " + network.name(), obstacle(List.of(network)));
        }
        needs("dns", obstacle(now.networks().stream().filter(n -> n.dns().enabled()).toList()));
        needs(
                "mappings",
                obstacle(now.networks().stream().filter(now.mappings()::serves).toList()));
        needs("admin", obstacle(now.networks()));
    }

    private ServiceReason obstacle(List<Network> networks) {
        if (networks.isEmpty()) {
            return ServiceReason.NOT_CONFIGURED;
        }
        return present(networks).isEmpty()
                ? ServiceReason.noInterface(config.nic(networks.getFirst().ports().getFirst()))
                : ServiceReason.NONE;
    }

    private void needs(String life, ServiceReason obstacle) {
        life(life).tell(new ServiceEvent.Needs(obstacle));
    }

    private List<Network> present(List<Network> networks) {
        return networks.stream().filter(n -> interfaces.getOrDefault(n.name(), 0) != 0).toList();
    }

    private DnsSettings dnsSettings() {
        List<Network> served = config.networks().stream().filter(n -> n.dns().enabled()).toList();
        return HouseSettings.dns(config, present(served), captive());
    }

    /** While nobody has set the box up, every name leads to its page. */
    private Optional<Ipv4Address> captive() {
        return config.uplinks().isEmpty() && around.admin().needsSetUp()
                ? Optional.of(config.networks().getFirst().address().address())
                : Optional.empty();
    }

    private MappingServerSettings mappingSettings() {
        XdpPort first = side.lan(config.networks().getFirst().name());
        return HouseSettings.mappings(
                config,
                present(config.networks()),
                around.data(),
                PacketSide.bootId(),
                new MacAddress(first.mac()).toString());
    }

    /** Returns the port mappings. */
    MappingService mappings() {
        return mappings;
    }

    private DhcpSettings dhcpSettings(String name) {
        MacAddress mac = new MacAddress(side.lan(name).mac());
        return HouseSettings.dhcp(config, network(config, name), mac, around.data());
    }

    private static Network network(Config config, String name) {
        return config.networks().stream()
                .filter(network -> network.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no network " + name));
    }

    /** Returns the names of the house as DNS knows them now; any thread. */
    LanNames houseNames() {
        return HouseNames.of(config, leases);
    }

    /** On the dhcp loop. */
    private void leased(String network, List<LeaseStatus> now) {
        leases.put(network, now);
        later(() -> {
            dns.names(HouseNames.of(config, leases));
            around.leases().accept(network);
        });
    }

    /**
     * Brings a configuration into force that the packet side has already: touches only services
     * that it says something new about. Waits until that is done.
     *
     * @param next what to be
     */
    void configure(Config next) {
        Config before = config;
        config = next;
        look();
        dns.names(HouseNames.of(next, leases));
        for (String group : ServiceNames.BUILT) {
            boolean enabled = ServiceNames.isEnabled(next, group);
            if (enabled && !ServiceNames.isEnabled(before, group)) {
                tell(group, new ServiceEvent.Start(ServiceReason.NONE));
            } else if (!enabled && ServiceNames.isEnabled(before, group)) {
                tell(group, new ServiceEvent.Stop(ServiceReason.DISABLED));
            }
        }
        for (Network network : next.networks()) {
            changed(network(before, network.name()), network);
        }
        if (dns.isOutdated()) {
            reopen("dns");
        }
        if (mappings.mustReopen()) {
            reopen("mappings");
        }
        if (!HouseSettings.admin(before, before.networks())
                .equals(HouseSettings.admin(next, next.networks()))) {
            reopen("admin");
        }
        lives.values().forEach(SupervisedService::settle);
    }

    private void changed(Network before, Network next) {
        String life = "dhcp " + next.name();
        if (before.dhcp().enabled() != next.dhcp().enabled()) {
            boolean runs = next.dhcp().enabled() && ServiceNames.isEnabled(config, "dhcp");
            life(life)
                    .tell(
                            runs
                                    ? new ServiceEvent.Start(ServiceReason.NONE)
                                    : new ServiceEvent.Stop(ServiceReason.NOT_CONFIGURED));
        } else if (Optional.ofNullable(dhcp.get(next.name()))
                .filter(DhcpService::mustReopen)
                .isPresent()) {
            reopen(life);
        }
    }

    /** Looks again whether names still lead to the set-up page. */
    void setUp() {
        if (dns.isOutdated()) {
            reopen("dns");
        }
    }

    /**
     * Tells a service something, and waits until it is done.
     *
     * @param group name of a service that is built
     * @param event what
     */
    void tell(String group, ServiceEvent event) {
        group(group).tell(event);
    }

    /** Returns a service as people know it. */
    ServiceGroup group(String name) {
        List<SupervisedService> members =
                name.equals("dhcp")
                        ? config.networks().stream()
                                .filter(network -> network.dhcp().enabled())
                                .map(network -> life("dhcp " + network.name()))
                                .toList()
                        : List.of(life(name));
        return new ServiceGroup(name, members);
    }

    /**
     * Returns how a service is.
     *
     * @param name of one that this version knows, built or not
     */
    ServiceView view(String name) {
        boolean enabled = ServiceNames.isEnabled(config, name);
        return ServiceNames.BUILT.contains(name)
                ? group(name).view(enabled, Clock.system().nanos())
                : ServiceGroup.notBuilt(name, enabled);
    }

    /** Returns which services run, or do not, against the configuration. */
    Map<String, Boolean> byHand() {
        Map<String, Boolean> byHand = new LinkedHashMap<>();
        for (String name : ServiceNames.BUILT) {
            boolean wanted = group(name).isWanted();
            if (wanted != ServiceNames.isEnabled(config, name)
                    && !group(name).members().isEmpty()) {
                byHand.put(name, wanted);
            }
        }
        return byHand;
    }

    /**
     * Takes the provider's name servers. Router loop; never waits.
     *
     * @param servers primary first
     */
    void nameServers(List<Ipv4Address> servers) {
        later(() -> {
            dns.upstreams(servers);
            dhcp.values().forEach(server -> server.nameServers(servers));
        });
    }

    /** Returns whether the forwarder gets answers as of now; waits 2.5 s at most. */
    boolean resolves() {
        return dns.answers();
    }

    /** Returns what the forwarder knows of whom to ask: nothing to expect while it knows nobody. */
    boolean knowsServers() {
        return !config.dns().upstreams().isEmpty() || dns.hasUpstreams();
    }

    /**
     * Returns whether the admin server answers and listens as of now; waits two seconds at most.
     */
    boolean isAdminHealthy() {
        return around.admin().isHealthy();
    }

    /** Returns what the forwarder did, when it runs. */
    Optional<DnsStatus> dnsStatus() {
        return dns.status();
    }

    /** Returns what the DHCP servers did that run, by network. */
    Map<String, DhcpStatus> dhcpStatus() {
        Map<String, DhcpStatus> all = new LinkedHashMap<>();
        dhcp.forEach((name, server) -> server.status().ifPresent(now -> all.put(name, now)));
        return all;
    }

    /** Stops everything, the uplinks last. */
    @Override
    public void close() {
        closed = true;
        for (String name : List.copyOf(lives.keySet()).reversed()) {
            life(name).tell(new ServiceEvent.Stop(ServiceReason.STOPPED));
        }
        lives.values().forEach(SupervisedService::settle);
        workers.forEach(ExecutorService::shutdown);
    }
}
