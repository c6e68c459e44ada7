package bauta;

import bauta.control.admin.LeaseView;
import bauta.control.admin.traffic.BadPacketException;
import bauta.control.admin.traffic.ForwardTest;
import bauta.control.admin.traffic.ForwardView;
import bauta.control.admin.traffic.HostsView;
import bauta.control.admin.traffic.MappingVerdict;
import bauta.control.admin.traffic.MappingsView;
import bauta.control.admin.traffic.RuleHits;
import bauta.control.admin.traffic.RuleView;
import bauta.control.admin.traffic.TraceBegun;
import bauta.control.admin.traffic.TraceRequest;
import bauta.control.admin.traffic.TraceView;
import bauta.control.admin.traffic.Traffic;
import bauta.control.admin.traffic.WhyRequest;
import bauta.control.admin.traffic.WhyTexts;
import bauta.control.admin.traffic.WhyView;
import bauta.control.config.Config;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.Protocols;
import bauta.engine.Clock;
import bauta.flow.HostTotals;
import bauta.forward.TraceFilter;
import bauta.forward.TraceLine;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyQuestion;
import bauta.nat.ExternalAddressStatus;
import bauta.nat.PortUse;
import bauta.uplink.UplinkStatus;
import bauta.wire.Ipv4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The running router's traffic as the API sees it. */
final class RouterTraffic implements Traffic {
    /** How long a trace runs at most. */
    private static final long TRACE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Supplier<RunningRouter.Parts> parts;
    private int traces;
    private long traceEndNanos = Clock.system().nanos();

    /**
     * Looks at a router.
     *
     * @param parts what is there now; throws while it is being changed
     */
    RouterTraffic(Supplier<RunningRouter.Parts> parts) {
        this.parts = parts;
    }

    private TrafficViews views() {
        RunningRouter.Parts now = parts.get();
        DataPlane plane = now.side().plane();
        return new TrafficViews(
                now.config(),
                new TrafficViews.Counts(plane.counters(), plane.slots(), now.side()::taken),
                InstantSource.system().millis());
    }

    @Override
    public List<RuleView> rules() {
        return views().rules();
    }

    @Override
    public List<RuleHits> ruleLog() {
        long now = InstantSource.system().millis();
        return parts.get().side().plane().ruleLog().lines().stream()
                .map(line ->
                        new RuleHits(
                                Math.max(0, now - line.wallMillis()),
                                line.rule(),
                                line.verdict().name(),
                                line.hits(),
                                line.source().toString(),
                                line.destination().toString(),
                                Protocols.name(line.protocol()),
                                line.port() < 0 ? Optional.empty() : Optional.of(line.port())))
                .toList();
    }

    @Override
    public List<RuleView> policies() {
        return views().policies();
    }

    @Override
    public List<ForwardView> forwards() {
        return views().forwards();
    }

    @Override
    public HostsView hosts() {
        RunningRouter.Parts now = parts.get();
        PacketSide side = now.side();
        Map<String, String> names = names(now);
        Map<Integer, String> uplinks = uplinks(side);
        List<HostsView.Host> hosts =
                side.loop().ask(() -> side.plane().path().hosts()).stream()
                        .map(totals -> host(totals, names))
                        .sorted(
                                Comparator.comparingInt(HostsView.Host::flows)
                                        .thenComparingLong(HostsView.Host::receivedBytes)
                                        .reversed())
                        .toList();
        List<HostsView.Ports> ports = new ArrayList<>();
        for (ExternalAddressStatus address :
                side.loop().ask(() -> side.plane().path().status()).nat().addresses()) {
            String uplink = uplinks.getOrDefault(address.uplink(), "");
            address.ports().forEach(use -> ports.add(ports(uplink, address, use, names)));
        }
        return new HostsView(hosts, ports);
    }

    @Override
    public MappingsView mappings(Locale locale) {
        RunningRouter.Parts now = parts.get();
        PacketSide side = now.side();
        Map<Integer, Long> connections =
                side.loop().ask(() -> side.plane().path().explicitMappings().flows());
        MappingViews views = new MappingViews(names(now), connections, locale);
        return now.services().mappings().status().map(views::view).orElseGet(MappingViews::none);
    }

    @Override
    public boolean judge(int id, MappingVerdict verdict) {
        return parts.get()
                .services()
                .mappings()
                .perform(store ->
                        switch (verdict) {
                            case REMOVE -> store.remove(id);
                            case ALLOW -> store.allow(id);
                            case REFUSE -> store.refuse(id);
                        });
    }

    private static HostsView.Host host(HostTotals totals, Map<String, String> names) {
        String address =
                switch (totals.kind()) {
                    case HOST -> totals.address().toString();
                    case ROUTER -> "router";
                    case OTHERS -> "others";
                };
        return new HostsView.Host(
                address,
                names.getOrDefault(address, ""),
                totals.flows(),
                totals.refused(),
                totals.sent().packets(),
                totals.sent().bytes(),
                totals.received().packets(),
                totals.received().bytes());
    }

    private static HostsView.Ports ports(
            String uplink, ExternalAddressStatus address, PortUse use, Map<String, String> names) {
        return new HostsView.Ports(
                uplink,
                address.address().toString(),
                Protocols.name(use.protocol()),
                use.used(),
                use.total(),
                use.shortOfPorts(),
                use.sharedPorts(),
                use.hostLimit(),
                use.refused(),
                use.busiest().stream()
                        .map(host -> {
                            String text = host.address().toString();
                            return new HostsView.Share(
                                    text, names.getOrDefault(text, ""), host.ports());
                        })
                        .toList());
    }

    /** Returns the names of hosts by their addresses: devices, then leases. */
    private static Map<String, String> names(RunningRouter.Parts now) {
        Map<String, String> names = new HashMap<>();
        for (LeaseView lease : LeaseViews.of(now.services())) {
            names.put(lease.address().toString(), lease.name());
        }
        now.config()
                .devices()
                .forEach(device ->
                        device.address().ifPresent(a -> names.put(a.toString(), device.name())));
        return names;
    }

    private static Map<Integer, String> uplinks(PacketSide side) {
        return side.loop().ask(() -> side.plane().names());
    }

    private static PacketRequest requests(RunningRouter.Parts now) {
        Map<String, Integer> numbers =
                uplinks(now.side()).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return new PacketRequest(
                now.config(),
                numbers,
                external(now.side().plane().uplinks()),
                now.services().houseNames());
    }

    /** Returns the addresses of the uplinks that are up, by their names. */
    static Map<String, Ipv4Address> external(List<UplinkStatus> uplinks) {
        Map<String, Ipv4Address> addresses = new HashMap<>();
        uplinks.forEach(
                status -> status.up().ifPresent(up -> addresses.put(status.name(), up.address())));
        return addresses;
    }

    @Override
    public WhyView why(WhyRequest request, Locale locale) throws BadPacketException {
        RunningRouter.Parts now = parts.get();
        PacketRequest requests = requests(now);
        PacketRequest.Entrance entrance = requests.entrance(request);
        WhyQuestion question = requests.question(request, entrance);
        WhyAnswer answer = now.side().why(question);
        WhyView view = new WhyTexts(locale).view(PacketLine.of(question), entrance.name(), answer);
        return new ForwardHints(now.config(), external(now.side().plane().uplinks()), locale)
                .added(view, question);
    }

    @Override
    public TraceBegun trace(Optional<TraceRequest> request) throws BadPacketException {
        RunningRouter.Parts now = parts.get();
        Optional<TraceFilter> filter =
                request.isPresent()
                        ? Optional.of(requests(now).filter(request.get()))
                        : Optional.empty();
        trace(now.side(), filter);
        synchronized (this) {
            long nanos = Clock.system().nanos();
            boolean replaced = filter.isPresent() && nanos - traceEndNanos < 0;
            traceEndNanos = filter.isPresent() ? nanos + TRACE_NANOS : nanos;
            traces += filter.isPresent() ? 1 : 0;
            return new TraceBegun(traces, replaced);
        }
    }

    private static void trace(PacketSide side, Optional<TraceFilter> filter) {
        side.loop()
                .ask(() -> {
                    side.plane().path().trace(filter);
                    return true;
                });
    }

    @Override
    public TraceView traced(Locale locale) {
        RunningRouter.Parts now = parts.get();
        PacketSide side = now.side();
        List<TraceLine> seen = side.loop().ask(() -> side.plane().path().traced());
        Map<Integer, String> uplinks = uplinks(side);
        long nanos = Clock.system().nanos();
        List<TraceView.Line> lines = new ArrayList<>();
        for (TraceLine line : seen) {
            lines.add(
                    PacketLine.view(
                            lines.size(),
                            TimeUnit.NANOSECONDS.toMillis(nanos - line.nanos()),
                            line,
                            place(line.side(), now.config(), uplinks),
                            locale));
        }
        synchronized (this) {
            return new TraceView(traces, lines);
        }
    }

    private static String place(int side, Config config, Map<Integer, String> uplinks) {
        int number = side & 0xff;
        return switch (side >>> 8) {
            case 1 -> number < config.networks().size() ? config.networks().get(number).name() : "";
            case 2 -> uplinks.getOrDefault(number, "");
            case 3 -> "router";
            default -> "";
        };
    }

    @Override
    public Optional<ForwardTest> test(String forward, Locale locale) {
        RunningRouter.Parts now = parts.get();
        Optional<Forward> found =
                now.config().forwards().stream()
                        .filter(f -> f.label().id().equals(forward))
                        .findFirst();
        return found.map(f -> new ForwardTrial(now, uplinks(now.side()), locale).run(f));
    }
}
