package bauta.control.admin;

import bauta.control.admin.traffic.Traffic;
import bauta.control.config.Board;
import bauta.control.config.Config;
import bauta.control.config.ConfigDesk;
import bauta.control.config.ConfigStore;
import bauta.control.config.Health;
import bauta.control.config.RunningConfig;
import bauta.engine.ManualTimers;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A router with a real desk for its configuration and nothing else real. */
final class FakeRouter implements Control {
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> setUps = new CopyOnWriteArrayList<>();
    final List<Config> applied = new CopyOnWriteArrayList<>();
    volatile List<HealthCheck> health =
            List.of(
                    new HealthCheck("uplink", HealthCheck.State.OK, ""),
                    new HealthCheck("dns", HealthCheck.State.OK, ""),
                    new HealthCheck("dhcp", HealthCheck.State.OFF, ""));
    volatile boolean broken;
    private final ConfigDesk desk;

    FakeRouter(Path data) throws IOException {
        Board board = new Board(Map.of("wan", "eth0", "lan1", "eth1"));
        this.desk =
                ConfigDesk.open(
                        ConfigStore.open(data, board),
                        new Running(),
                        new ManualTimers(),
                        Runnable::run);
    }

    @Override
    public StatusDocument status() {
        if (broken) {
            throw new IllegalStateException("a mistake, made by the test");
        }
        return Documents.status(Map.of("IPV4_TRUNCATED", 3L));
    }

    @Override
    public List<ServiceView> services() {
        return List.of(service("dns", "RUNNING"), service("dhcp", "FAILED"));
    }

    private static ServiceView service(String name, String state) {
        return new ServiceView(
                name,
                state,
                true,
                5,
                "service.reason.failed",
                List.of("port 53"),
                "",
                1,
                Optional.empty());
    }

    @Override
    public ServiceView command(String service, ServiceCommand what) throws NoSuchServiceException {
        if (!service.equals("dns")) {
            throw new NoSuchServiceException(service);
        }
        commands.add(what + " " + service);
        return service(service, what == ServiceCommand.STOP ? "STOPPED" : "RUNNING");
    }

    @Override
    public ConfigDesk config() {
        return desk;
    }

    @Override
    public List<LeaseView> leases() {
        return List.of(
                new LeaseView(
                        "lan",
                        Ipv4Address.parse("192.168.87.20"),
                        MacAddress.parse("02:00:00:00:00:01"),
                        "tv",
                        false,
                        60_000));
    }

    @Override
    public FlowPage flows(int offset, int limit, Optional<String> host) {
        List<FlowView> all = new ArrayList<>();
        FlowView.Endpoint end = new FlowView.Endpoint(Ipv4Address.parse("192.0.2.1"), 80);
        FlowView.Traffic traffic = new FlowView.Traffic(1, 60);
        for (int i = offset; i < Math.min(offset + limit, 5); i++) {
            all.add(
                    new FlowView(
                            "TCP", "ESTABLISHED", end, end, end, "wan", i, 1, traffic, traffic));
        }
        return new FlowPage(5, offset, all);
    }

    @Override
    public Traffic traffic() {
        return new FakeTraffic();
    }

    @Override
    public Map<String, Long> drops() {
        return Map.of("IPV4_TRUNCATED", 3L);
    }

    @Override
    public List<HealthCheck> health() {
        return health;
    }

    @Override
    public void setUp() {
        setUps.add("set up");
    }

    /** Takes every configuration, and is well with it. */
    private final class Running implements RunningConfig {
        @Override
        public void apply(Config from, Config to) {
            applied.add(to);
        }

        @Override
        public Health health() {
            return Health.WELL;
        }
    }
}
