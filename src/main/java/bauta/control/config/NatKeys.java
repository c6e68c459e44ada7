package bauta.control.config;

import bauta.control.config.rules.Nat;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of the translation of addresses. */
final class NatKeys {
    /** All but the well-known ones. */
    private static final int MOST_PORTS = 64_512;

    private static final Kind<Nat.Way> WAY =
            Kinds.choice(
                    Map.of(
                            "endpoint-independent", Nat.Way.ENDPOINT_INDEPENDENT,
                            "address-dependent", Nat.Way.ADDRESS_DEPENDENT));
    private static final Key<Nat.Way> UDP =
            Key.optional("udp", WAY, Nat.Way.ADDRESS_DEPENDENT, "\"endpoint-independent\"");
    private static final Key<Nat.Way> TCP =
            Key.optional("tcp", WAY, Nat.Way.ADDRESS_DEPENDENT, "\"endpoint-independent\"");

    static final Shape<Nat.Filtering> FILTERING_SHAPE =
            new Shape<>(
                    "filtering",
                    List.of(UDP, TCP),
                    values -> new Nat.Filtering(values.get(UDP), values.get(TCP)));

    private static final Key<Duration> TCP_ESTABLISHED = timer("tcp-established", "1m", "124m");
    private static final Key<Duration> TCP_TRANSITORY = timer("tcp-transitory", "10s", "4m");
    private static final Key<Duration> UDP_LONG = timer("udp", "10s", "5m");
    private static final Key<Duration> UDP_SHORT = timer("udp-short", "5s", "30s");
    private static final Key<Duration> ICMP = timer("icmp", "5s", "60s");
    private static final Key<Duration> OTHER = timer("other", "10s", "10m");

    static final Shape<Nat.Timers> TIMERS_SHAPE =
            new Shape<>(
                    "timers",
                    List.of(TCP_ESTABLISHED, TCP_TRANSITORY, UDP_LONG, UDP_SHORT, ICMP, OTHER),
                    values ->
                            new Nat.Timers(
                                    values.get(TCP_ESTABLISHED),
                                    values.get(TCP_TRANSITORY),
                                    values.get(UDP_LONG),
                                    values.get(UDP_SHORT),
                                    values.get(ICMP),
                                    values.get(OTHER)));

    static final Key<Ipv4Prefix> EXTERNAL =
            Key.required(
                    "external",
                    Kinds.PREFIX,
                    new Ipv4Prefix(Ipv4Address.ANY, 32),
                    "\"203.0.113.8/29\"");
    static final Key<Ipv4Prefix> INTERNAL =
            Key.required(
                    "internal",
                    Kinds.PREFIX,
                    new Ipv4Prefix(Ipv4Address.ANY, 32),
                    "\"192.168.87.8/29\"");
    static final Key<String> UPLINK = Key.derived("uplink", Kinds.NAME, "\"internet\"");

    static final Shape<Nat.OneToOne> ONE_TO_ONE_SHAPE =
            new Shape<>(
                    "one-to-one",
                    List.of(EXTERNAL, INTERNAL, UPLINK),
                    NatKeys::checkLengths,
                    values ->
                            new Nat.OneToOne(
                                    values.get(EXTERNAL),
                                    values.get(INTERNAL),
                                    values.find(UPLINK)));

    static final Nat STANDARD =
            new Nat(
                    new Nat.Filtering(Nat.Way.ADDRESS_DEPENDENT, Nat.Way.ADDRESS_DEPENDENT),
                    Nat.PortSelection.PRESERVE,
                    MOST_PORTS,
                    0,
                    new Nat.Timers(
                            Duration.ofMinutes(124),
                            Duration.ofMinutes(4),
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(60),
                            Duration.ofMinutes(10)),
                    Nat.UnsolicitedSyn.SILENT,
                    true,
                    List.of());

    static final Key<Nat.Filtering> FILTERING =
            Key.optional(
                    "filtering",
                    FILTERING_SHAPE,
                    STANDARD.filtering(),
                    "{\"udp\": \"endpoint-independent\"}");
    static final Key<Nat.PortSelection> PORT_SELECTION =
            Key.optional(
                    "port-selection",
                    Kinds.choice(
                            Map.of(
                                    "preserve", Nat.PortSelection.PRESERVE,
                                    "random", Nat.PortSelection.RANDOM)),
                    STANDARD.portSelection(),
                    "\"random\"");
    private static final Key<Integer> PORT_BUDGET =
            Key.optional("port-budget", Kinds.number(1, MOST_PORTS), STANDARD.portBudget(), "4096");
    private static final Key<Integer> HOST_PORTS =
            Key.optional("host-ports", Kinds.number(0, MOST_PORTS), STANDARD.hostPorts(), "1000");
    static final Key<Nat.Timers> TIMERS =
            Key.optional("timers", TIMERS_SHAPE, STANDARD.timers(), "{\"udp\": \"10m\"}");
    static final Key<Nat.UnsolicitedSyn> UNSOLICITED_SYN =
            Key.optional(
                    "unsolicited-syn",
                    Kinds.choice(
                            Map.of(
                                    "silent", Nat.UnsolicitedSyn.SILENT,
                                    "icmp", Nat.UnsolicitedSyn.ICMP)),
                    STANDARD.unsolicitedSyn(),
                    "\"icmp\"");
    static final Key<Boolean> BOGONS =
            Key.optional("bogons", Kinds.SWITCH, STANDARD.bogons(), "false");
    static final Key<List<Nat.OneToOne>> ONE_TO_ONE =
            Key.optional(
                    "one-to-one",
                    new ListKind<>(ONE_TO_ONE_SHAPE, 0, 16),
                    List.of(),
                    "[{\"external\": \"203.0.113.9/32\", \"internal\": \"192.168.87.9/32\"}]");

    static final Shape<Nat> SHAPE =
            new Shape<>(
                    "nat",
                    List.of(
                            FILTERING,
                            PORT_SELECTION,
                            PORT_BUDGET,
                            HOST_PORTS,
                            TIMERS,
                            UNSOLICITED_SYN,
                            BOGONS,
                            ONE_TO_ONE),
                    values ->
                            new Nat(
                                    values.get(FILTERING),
                                    values.get(PORT_SELECTION),
                                    values.get(PORT_BUDGET),
                                    values.get(HOST_PORTS),
                                    values.get(TIMERS),
                                    values.get(UNSOLICITED_SYN),
                                    values.get(BOGONS),
                                    values.get(ONE_TO_ONE)));

    private NatKeys() {}

    private static Key<Duration> timer(String name, String least, String standard) {
        Kind<Duration> kind = Kinds.duration(least, "30d");
        Duration otherwise =
                kind.bind(Json.read("\"" + standard + "\""), new Site("", new Problems()))
                        .orElseThrow();
        return Key.optional(name, kind, otherwise, "\"" + standard + "\"");
    }

    private static void checkLengths(Values values) {
        Ipv4Prefix external = values.get(EXTERNAL);
        Ipv4Prefix internal = values.get(INTERNAL);
        Site here = values.site(INTERNAL);
        if (external.length() != internal.length()
                && here.clean()
                && values.site(EXTERNAL).clean()) {
            here.report(
                    "" + internal,
                    ProblemId.OTHER_PREFIX_LENGTH.with("" + external, "" + external.length()));
        }
    }
}
