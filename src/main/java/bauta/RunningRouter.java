package bauta;

import bauta.control.admin.EventHub;
import bauta.control.admin.UplinkView;
import bauta.control.config.Config;
import bauta.control.config.ConfigNotApplied;
import bauta.control.config.DnsServer;
import bauta.control.config.Health;
import bauta.control.config.RunningConfig;
import bauta.engine.Clock;
import bauta.engine.Timers;
import bauta.service.dns.ResolvConf;
import bauta.uplink.SessionStore;
import bauta.uplink.UplinkStatus;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tinylog.Logger;

/**
 * The router as one configuration wants it, and the way to the next one. What can change while
 * packets flow does so, part by part; for other ports, networks and table sizes the packet side and
 * the services are closed and opened again inside the process: sessions end in order and are
 * dialled anew, while the admin server, its log-ins and the desk stay.
 */
final class RunningRouter implements RunningConfig, AutoCloseable {
    private static final String RESOLV_CONF = "resolv.conf";

    private final Around around;
    private volatile Optional<Parts> parts = Optional.empty();
    private volatile List<Ipv4Address> providers = List.of();
    private Map<String, Boolean> byHand = Map.of();

    /**
     * What outlives a configuration.
     *
     * @param places where things lie
     * @param sessions remembers sessions
     * @param events where to tell of what happens
     * @param admin the admin server
     * @param timers for services
     * @param worker runs what may block, in order
     */
    record Around(
            Places places,
            SessionStore sessions,
            EventHub events,
            AdminDoor admin,
            Timers timers,
            Executor worker) {}

    /**
     * What is there of one configuration.
     *
     * @param config what it was made for
     * @param side its packets
     * @param services what it offers
     */
    record Parts(Config config, PacketSide side, HouseServices services) {}

    /**
     * Makes a router that does nothing until {@link #open}.
     *
     * @param around what outlives a configuration
     */
    RunningRouter(Around around) {
        this.around = around;
    }

    /** What uplinks tell, on the router loop. */
    private final class Tools implements DialTools {
        @Override
        public SessionStore sessions() {
            return around.sessions();
        }

        @Override
        public void nameServers(List<Ipv4Address> servers) {
            providers = List.copyOf(servers);
            parts.ifPresent(now -> now.services().nameServers(servers));
            around.worker().execute(RunningRouter.this::writeResolvConf);
        }

        @Override
        public void changed(UplinkStatus status) {
            around.events().publish("uplink", UplinkView.of(status, Clock.system().nanos()));
        }
    }

    /**
     * Opens everything.
     *
     * @param config what to be
     * @throws IOException when a folder, file or socket cannot be used
     * @throws bauta.linux.LinuxException when the kernel refuses something there is no way around
     */
    synchronized void open(Config config) throws IOException {
        PacketSide side = PacketSide.open(config, around.places().run(), new Tools());
        try {
            parts = Optional.of(new Parts(config, side, services(config, side)));
        } catch (RuntimeException e) {
            side.close();
            throw e;
        }
        parts.ifPresent(now -> {
            now.services().nameServers(providers);
            now.services().start(byHand);
        });
        writeResolvConf();
    }

    private HouseServices services(Config config, PacketSide side) {
        return new HouseServices(
                config,
                side,
                new HouseServices.Around(
                        around.places().data(),
                        around.timers(),
                        around.admin(),
                        this::tellService,
                        _ -> tellLeases(),
                        this::tellMappings));
    }

    private void tellService(String name) {
        parts.ifPresent(now -> around.events().publish("service", now.services().view(name)));
    }

    private void tellLeases() {
        parts.ifPresent(now ->
                around.events().publish("lease", Map.of("leases", LeaseViews.of(now.services()))));
    }

    private void tellMappings() {
        around.events().publish("mappings", Map.of());
    }

    /** The router's own programs ask what the forwarder asks; they cannot reach it itself. */
    private void writeResolvConf() {
        parts.ifPresent(now -> {
            List<Ipv4Address> plain =
                    now.config().dns().upstreams().stream()
                            .filter(s ->
                                    s.tlsName().isEmpty() && s.port() == HouseSettings.DNS_PORT)
                            .map(DnsServer::address)
                            .toList();
            try {
                ResolvConf.write(
                        around.places().run().resolve(RESOLV_CONF),
                        plain.isEmpty() ? providers : plain,
                        Optional.of(now.config().networks().getFirst().domain()));
            } catch (IOException e) {
                Logger.warn("{} not written cause={}", RESOLV_CONF, e.getMessage());
            }
        });
    }

    @Override
    public synchronized void apply(Config from, Config to) throws ConfigNotApplied {
        try {
            Parts now = parts.orElse(null);
            if (now != null && now.side().fits(to)) {
                now.side().adjust(to);
                parts = Optional.of(new Parts(to, now.side(), now.services()));
                now.services().configure(to);
                writeResolvConf();
            } else {
                Logger.info(
                        "configuration changes ports or networks, opening the packet side anew");
                byHand = now == null ? byHand : now.services().byHand();
                close();
                open(to);
            }
        } catch (IOException | RuntimeException e) {
            Logger.warn(e, "configuration not applied");
            throw new ConfigNotApplied(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns what is there, or nothing while a change failed half way. */
    Optional<Parts> parts() {
        return parts;
    }

    @Override
    public Health health() {
        return parts.map(RouterHealth::of)
                .orElse(new Health(Health.Sign.ILL, Health.Sign.ILL, Health.Sign.ILL));
    }

    /** Ends sessions and services in order. */
    @Override
    public synchronized void close() {
        Optional<Parts> was = parts;
        parts = Optional.empty();
        was.ifPresent(now -> {
            now.services().close();
            now.side().close();
        });
    }
}
