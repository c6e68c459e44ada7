package bauta.control.config;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The DHCP server on a network.
 *
 * @param enabled whether it answers
 * @param pool the addresses it gives out; the router's own is never among them
 * @param lease how long an address is given for
 * @param told what hosts are told besides their address
 */
public record LanDhcp(boolean enabled, DhcpPool pool, Duration lease, Told told) {
    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "true");
    static final Key<DhcpPool> POOL =
            Key.derived(
                    "pool",
                    DhcpPool.SHAPE,
                    "{\"start\": \"192.168.87.100\", \"end\": \"192.168.87.199\"}");
    static final Key<Duration> LEASE =
            Key.optional("lease", Kinds.duration("2m", "30d"), Duration.ofHours(12), "\"12h\"");
    static final Key<DhcpDns> DNS =
            Key.optional("dns", new DhcpDnsKind(), new DhcpDns.Bauta(), "[\"192.168.87.53\"]");
    static final Key<List<Ipv4Address>> NTP =
            Key.optional("ntp", new ListKind<>(Kinds.HOST, 0, 3), List.of(), "[\"192.168.87.9\"]");
    static final Key<Integer> MTU = Key.derived("mtu", Kinds.number(576, 9_000), "1454");
    static final Key<Ipv4Address> ROUTER = Key.derived("router", Kinds.HOST, "\"192.168.87.2\"");
    static final Key<List<LanRoute>> ROUTES =
            Key.optional(
                    "routes",
                    new ListKind<>(LanRoute.SHAPE, 0, 28),
                    List.of(),
                    "[{\"to\": \"10.8.0.0/16\", \"via\": \"192.168.87.2\"}]");
    static final Key<List<DhcpOption>> OPTIONS =
            Key.optional(
                    "options",
                    new ListKind<>(DhcpOption.SHAPE, 0, 32),
                    List.of(),
                    "[{\"code\": 66, \"text\": \"boot.example\"}]");

    static final Shape<Given> SHAPE =
            new Shape<>(
                    "dhcp",
                    List.of(ENABLED, POOL, LEASE, DNS, NTP, MTU, ROUTER, ROUTES, OPTIONS),
                    LanDhcp::check,
                    LanDhcp::given);

    private static void check(Values values) {
        Map<Object, Site> seen = new HashMap<>();
        Told told = given(values).told();
        for (DhcpOption option : told.options()) {
            unique(option.code(), values.origin(option).child(DhcpOption.CODE.name()), seen);
        }
        for (LanRoute route : told.routes()) {
            unique(route.to(), values.origin(route).child(LanRoute.TO.name()), seen);
        }
    }

    private static void unique(Object what, Site here, Map<Object, Site> seen) {
        Site earlier = here.clean() ? seen.putIfAbsent(what, here) : null;
        if (earlier != null) {
            here.report("" + what, ProblemId.DUPLICATE.with(earlier.pointer()));
        }
    }

    /** Reports what hosts of a network could not reach. */
    static void checkIn(Ipv4Prefix network, Given given, Values values, Site site) {
        given.told()
                .router()
                .ifPresent(r -> DhcpPool.checkHost(r, network, site.child(ROUTER.name())));
        for (LanRoute route : given.told().routes()) {
            Site via = values.origin(route).child(LanRoute.VIA.name());
            if (via.clean()) {
                DhcpPool.checkHost(route.via(), network, via);
            }
        }
    }

    private static Given given(Values values) {
        Told told =
                new Told(
                        values.get(DNS),
                        values.get(NTP),
                        values.find(MTU),
                        values.find(ROUTER),
                        values.get(ROUTES),
                        values.get(OPTIONS));
        return new Given(values.get(ENABLED), values.find(POOL), values.get(LEASE), told);
    }

    /**
     * What hosts are told besides their address.
     *
     * @param dns which name servers
     * @param ntp time servers (option 42), perhaps none
     * @param mtuBytes the longest packet on the network (option 26), when it is said at all
     * @param router the way out (option 3); empty for the router itself
     * @param routes further routes (option 121)
     * @param options further options by number
     */
    public record Told(
            DhcpDns dns,
            List<Ipv4Address> ntp,
            Optional<Integer> mtuBytes,
            Optional<Ipv4Address> router,
            List<LanRoute> routes,
            List<DhcpOption> options) {
        /** The router as name server and way out, and nothing more. */
        public static final Told STANDARD =
                new Told(
                        new DhcpDns.Bauta(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of());

        /** Copies the lists. */
        public Told {
            ntp = List.copyOf(ntp);
            routes = List.copyOf(routes);
            options = List.copyOf(options);
        }
    }

    /** The same as the file gives it: the pool may be left to the network. */
    record Given(boolean enabled, Optional<DhcpPool> pool, Duration lease, Told told) {
        static final Given STANDARD =
                new Given(true, Optional.empty(), Duration.ofHours(12), Told.STANDARD);

        LanDhcp in(Ipv4Prefix network) {
            return new LanDhcp(enabled, pool.orElseGet(() -> DhcpPool.of(network)), lease, told);
        }
    }
}
