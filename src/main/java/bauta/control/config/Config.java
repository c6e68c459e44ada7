package bauta.control.config;

import java.util.List;
import java.util.Map;

/**
 * The whole configuration, every default filled in. Two ports, a user and a password are enough;
 * {@code docs/configuration.md} lists every key.
 *
 * @param ports role ({@code wan}, {@code lan1}) to the name of its network interface
 * @param networks the inside, at least one
 * @param uplinks the ways out, at least one
 * @param flowTable bounds of the flow table
 * @param fastpath whether established flows may take the shortcut
 */
public record Config(
        Map<String, String> ports,
        List<Network> networks,
        List<Uplink> uplinks,
        FlowTable flowTable,
        Fastpath fastpath) {
    /** The version of this form, in {@code schema-version}. */
    public static final int SCHEMA_VERSION = 1;

    static final Key<Integer> VERSION =
            Key.required(
                    "schema-version",
                    Kinds.number(SCHEMA_VERSION, SCHEMA_VERSION),
                    SCHEMA_VERSION,
                    "1");
    static final Key<Map<String, String>> PORTS =
            Key.required(
                    "ports",
                    new MapKind<>(Message.of("kind.ports"), Kinds.ROLE, Kinds.NIC),
                    Map.of(),
                    "{\"wan\": \"eth0\", \"lan1\": \"eth1\"}");
    static final Key<List<Network>> NETWORKS =
            Key.optional(
                    "networks",
                    new ListKind<>(Network.SHAPE, 1, 8),
                    List.of(Network.standard()),
                    "[{\"name\": \"home\", \"ports\": [\"lan1\"]}]");
    static final Key<List<Uplink>> UPLINKS =
            Key.required(
                    "uplinks",
                    new ListKind<>(new UplinkKind(), 1, 8),
                    List.of(),
                    "[{\"user\": \"u@example\", \"password\": \"p\"}]");
    static final Key<FlowTable> FLOW_TABLE =
            Key.optional("flow-table", FlowTable.SHAPE, FlowTable.STANDARD, "{\"size\": 65536}");
    static final Key<Fastpath> FASTPATH =
            Key.optional(
                    "fastpath", Kinds.choice(Map.of("off", Fastpath.OFF)), Fastpath.OFF, "\"off\"");

    static final Shape<Config> SHAPE =
            new Shape<>(
                    "config",
                    List.of(
                            VERSION,
                            PORTS,
                            NETWORKS,
                            UPLINKS,
                            FLOW_TABLE,
                            FASTPATH,
                            Key.reserved("devices", "[]"),
                            Key.reserved("policies", "[]"),
                            Key.reserved("rules", "[]"),
                            Key.reserved("forwards", "[]"),
                            Key.reserved("helpers", "{}"),
                            Key.reserved("services", "{}")),
                    Conflicts::check,
                    Config::of);

    /** Copies the collections. */
    public Config {
        networks = List.copyOf(networks);
        uplinks = List.copyOf(uplinks);
    }

    private static Config of(Values values) {
        return new Config(
                values.get(PORTS),
                values.get(NETWORKS),
                values.get(UPLINKS),
                values.get(FLOW_TABLE),
                values.get(FASTPATH));
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
