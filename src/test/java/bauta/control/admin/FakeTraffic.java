package bauta.control.admin;

import bauta.control.admin.traffic.BadPacketException;
import bauta.control.admin.traffic.Check;
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
import bauta.control.admin.traffic.WhyView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Traffic of a router that is not there. */
final class FakeTraffic implements Traffic {
    private static final Check STOP =
            new Check(
                    "firewall",
                    Check.Mark.STOP,
                    "Firewall",
                    "no",
                    Optional.of("FIREWALL_RULE"),
                    Optional.of("no-x"));

    @Override
    public List<RuleView> rules() {
        return List.of(
                new RuleView(
                        "no-x",
                        "",
                        "",
                        true,
                        true,
                        false,
                        "DROP",
                        "tcp",
                        "lan",
                        "anywhere",
                        "",
                        3,
                        180));
    }

    @Override
    public List<RuleHits> ruleLog() {
        return List.of(
                new RuleHits(5, "no-x", "DROP", 7, "10.0.0.1", "10.0.0.2", "tcp", Optional.of(25)));
    }

    @Override
    public List<RuleView> policies() {
        return List.of();
    }

    @Override
    public List<ForwardView> forwards() {
        return List.of(
                new ForwardView(
                        "web",
                        "",
                        "",
                        true,
                        "ports",
                        "tcp",
                        "any:80",
                        "anywhere",
                        "wrr",
                        List.of(new ForwardView.Target("nas", "192.168.87.20", "", 1)),
                        1,
                        60));
    }

    @Override
    public HostsView hosts() {
        return new HostsView(List.of(), List.of());
    }

    @Override
    public WhyView why(WhyRequest request, Locale locale) throws BadPacketException {
        if (request.from().isPresent()) {
            throw new BadPacketException("from", request.from().get());
        }
        return new WhyView(
                "TCP a -> " + request.destination(),
                "home",
                "DROPPED",
                Optional.of("FIREWALL_RULE"),
                Optional.of("no-x"),
                "verdict",
                Optional.empty(),
                List.of(STOP));
    }

    @Override
    public TraceBegun trace(Optional<TraceRequest> request) throws BadPacketException {
        if (request.isPresent() && request.get().port().isPresent()) {
            throw new BadPacketException("port", "" + request.get().port().get());
        }
        return new TraceBegun(1, true);
    }

    @Override
    public TraceView traced(Locale locale) {
        return new TraceView(
                1,
                List.of(
                        new TraceView.Line(
                                0, 5, "ARRIVED", "home", Optional.empty(), "TCP", "in")));
    }

    @Override
    public Optional<ForwardTest> test(String forward, Locale locale) {
        return forward.equals("web")
                ? Optional.of(
                        new ForwardTest(
                                "web",
                                false,
                                Optional.of("firewall"),
                                "stops",
                                Optional.empty(),
                                List.of(STOP)))
                : Optional.empty();
    }

    @Override
    public MappingsView mappings(Locale locale) {
        return new MappingsView(
                Optional.of("100.64.0.9"),
                Optional.of("another translation"),
                List.of(
                        new MappingsView.Mapping(
                                7,
                                "OPEN",
                                "upnp",
                                "tcp",
                                8080,
                                "192.168.87.20",
                                "console",
                                80,
                                "a <game>",
                                List.of(),
                                3_600_000,
                                2)),
                List.of());
    }

    @Override
    public boolean judge(int id, MappingVerdict verdict) {
        return id == 7;
    }
}
