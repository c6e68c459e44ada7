package bauta.control.config;

import bauta.control.config.rules.Forward;
import bauta.control.config.rules.NamedSet;
import bauta.control.config.rules.Nat;
import bauta.control.config.rules.Policy;
import bauta.control.config.rules.Rule;
import bauta.control.config.rules.RuleNames;
import bauta.control.config.rules.RuleTimes;
import bauta.wire.Ipv4Address;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The whole configuration, every default filled in. {@code docs/configuration.md} lists every key.
 *
 * @param ports role ({@code wan}, {@code lan1}) to the name of its network interface
 * @param networks the inside, at least one
 * @param uplinks the ways out; none on a box that nobody has set up
 * @param forwarding when packets are passed
 * @param dns the DNS forwarder
 * @param devices the devices of the house that are known by name
 * @param services what starts with the router
 * @param admin where the pages and the API listen
 * @param flowTable bounds of the flow table
 * @param sets addresses and ports under names
 * @param schedules times under names
 * @param policies how the house leaves, in order
 * @param rules the firewall, in order
 * @param forwards what is let in, in order
 * @param nat how addresses are translated
 * @param mappings what programs of the house may open by themselves
 * @param fastpath whether established flows may take the shortcut
 */
public record Config(
        Map<String, String> ports,
        List<Network> networks,
        List<Uplink> uplinks,
        Forwarding forwarding,
        Dns dns,
        List<Device> devices,
        ServiceStarts services,
        Admin admin,
        FlowTable flowTable,
        List<NamedSet> sets,
        List<RuleTimes> schedules,
        List<Policy> policies,
        List<Rule> rules,
        List<Forward> forwards,
        Nat nat,
        PortMappings mappings,
        Fastpath fastpath) {
    /** The version of this form, in {@code schema-version}. */
    public static final int SCHEMA_VERSION = 3;

    static final Key<Integer> VERSION =
            Key.required("schema-version", new VersionKind(SCHEMA_VERSION), SCHEMA_VERSION, "3");
    static final Key<Map<String, String>> PORTS =
            Key.derived(
                    "ports",
                    new MapKind<>(Message.of("kind.ports"), Kinds.ROLE, Kinds.NIC),
                    "{\"wan\": \"eth0\", \"lan1\": \"eth1\"}");
    static final Key<List<Network>> NETWORKS =
            Key.optional(
                    "networks",
                    new ListKind<>(Network.SHAPE, 1, 8),
                    List.of(Network.standard()),
                    "[{\"name\": \"home\", \"ports\": [\"lan1\"]}]");
    static final Key<List<Uplink>> UPLINKS =
            Key.optional(
                    "uplinks",
                    new ListKind<>(new UplinkKind(), 0, 8),
                    List.of(),
                    "[{\"user\": \"u@example\", \"password\": \"p\"}]");
    static final Key<Forwarding> FORWARDING =
            Key.optional(
                    "forwarding",
                    Kinds.choice(
                            Map.of(
                                    "with-uplink", Forwarding.WITH_UPLINK,
                                    "always", Forwarding.ALWAYS,
                                    "off", Forwarding.OFF)),
                    Forwarding.WITH_UPLINK,
                    "\"always\"");
    static final Key<Dns> DNS =
            Key.optional("dns", Dns.SHAPE, Dns.STANDARD, "{\"cache-size\": 20000}");
    static final Key<List<Device>> DEVICES =
            Key.optional(
                    "devices",
                    new ListKind<>(Device.SHAPE, 0, 1_000),
                    List.of(),
                    "[{\"name\": \"printer\", \"mac\": \"02:00:00:12:34:56\"}]");
    static final Key<ServiceStarts> SERVICES =
            Key.optional(
                    "services", ServiceStarts.SHAPE, ServiceStarts.STANDARD, "{\"dhcp\": false}");
    static final Key<Admin> ADMIN =
            Key.optional("admin", Admin.SHAPE, Admin.STANDARD, "{\"https-port\": 8443}");
    static final Key<FlowTable> FLOW_TABLE =
            Key.optional("flow-table", FlowTable.SHAPE, FlowTable.STANDARD, "{\"size\": 65536}");
    static final Key<List<NamedSet>> SETS =
            Key.optional(
                    "sets",
                    new ListKind<>(SetKeys.SET, 0, 256),
                    List.of(),
                    "[{\"name\": \"web\", \"ports\": [80, 443]}]");
    static final Key<List<RuleTimes>> SCHEDULES =
            Key.optional(
                    "schedules",
                    new ListKind<>(SetKeys.SCHEDULE, 0, 64),
                    List.of(),
                    "[{\"name\": \"night\", \"from\": \"21:00\", \"until\": \"06:00\"}]");
    static final Key<List<Policy>> POLICIES =
            Key.optional(
                    "policies",
                    new ListKind<>(RuleKeys.POLICY, 0, 1_000),
                    List.of(),
                    "[{\"id\": \"office\", \"action\": \"route\"}]");
    static final Key<List<Rule>> RULES =
            Key.optional(
                    "rules",
                    new ListKind<>(RuleKeys.RULE, 0, 10_000),
                    List.of(),
                    "[{\"id\": \"no-telnet\", \"verdict\": \"reject\"}]");
    static final Key<List<Forward>> FORWARDS =
            Key.optional(
                    "forwards",
                    new ListKind<>(ForwardKeys.SHAPE, 0, 1_000),
                    List.of(),
                    "[{\"id\": \"web\", \"ports\": 80, \"targets\": [{\"host\": \"nas\"}]}]");
    static final Key<Nat> NAT =
            Key.optional(
                    "nat", NatKeys.SHAPE, NatKeys.STANDARD, "{\"port-selection\": \"random\"}");
    static final Key<PortMappings> MAPPINGS =
            Key.optional("mappings", PortMappings.SHAPE, PortMappings.STANDARD, "{\"ask\": true}");
    static final Key<Fastpath> FASTPATH =
            Key.optional(
                    "fastpath", Kinds.choice(Map.of("off", Fastpath.OFF)), Fastpath.OFF, "\"off\"");

    /** The keys on any box. */
    static final Shape<Config> SHAPE = shape(PORTS);

    /** Copies the collections. */
    public Config {
        networks = List.copyOf(networks);
        uplinks = List.copyOf(uplinks);
        devices = List.copyOf(devices);
        sets = List.copyOf(sets);
        schedules = List.copyOf(schedules);
        policies = List.copyOf(policies);
        rules = List.copyOf(rules);
        forwards = List.copyOf(forwards);
    }

    /** Returns the keys on a board: its ports are the default of those in the file. */
    static Shape<Config> shape(Board board) {
        return shape(
                board.ports().isEmpty()
                        ? Board.PORTS
                        : Key.optional(PORTS.name(), PORTS.kind(), board.ports(), PORTS.example()));
    }

    private static Shape<Config> shape(Key<Map<String, String>> ports) {
        List<Key<?>> keys =
                List.of(
                        VERSION,
                        ports,
                        NETWORKS,
                        UPLINKS,
                        FORWARDING,
                        DNS,
                        DEVICES,
                        SERVICES,
                        ADMIN,
                        FLOW_TABLE,
                        FASTPATH,
                        SETS,
                        SCHEDULES,
                        POLICIES,
                        RULES,
                        FORWARDS,
                        NAT,
                        MAPPINGS,
                        Key.reserved("helpers", "{}"));
        return new Shape<>("config", keys, Conflicts::check, Config::of);
    }

    private static Config of(Values values) {
        return new Config(
                values.get(PORTS),
                values.get(NETWORKS),
                values.get(UPLINKS),
                values.get(FORWARDING),
                values.get(DNS),
                values.get(DEVICES),
                values.get(SERVICES),
                values.get(ADMIN),
                values.get(FLOW_TABLE),
                values.get(SETS),
                values.get(SCHEDULES),
                values.get(POLICIES),
                values.get(RULES),
                values.get(FORWARDS),
                values.get(NAT),
                values.get(MAPPINGS),
                values.get(FASTPATH));
    }

    /** Returns what the names in rules stand for. */
    public RuleNames names() {
        return names(devices, sets);
    }

    static RuleNames names(Collection<Device> devices, Collection<NamedSet> sets) {
        Map<String, Ipv4Address> addresses = new HashMap<>();
        devices.forEach(d -> d.address().ifPresent(a -> addresses.put(d.name(), a)));
        return new RuleNames(
                addresses,
                sets.stream().collect(Collectors.toMap(NamedSet::name, s -> s, (a, _) -> a)));
    }

    /**
     * Returns the network interface behind a role.
     *
     * @param role one that the configuration names, for example {@code wan}
     */
    public String nic(String role) {
        String nic = ports.get(role);
        if (nic == null) {
            throw new IllegalArgumentException("no port has the role " + role);
        }
        return nic;
    }
}
