package bauta.control.config;

import bauta.control.config.rules.PortSpan;
import java.time.Duration;
import java.util.List;

/**
 * What programs of the house may open by themselves.
 *
 * @param natPmp whether NAT-PMP is spoken
 * @param pcp whether PCP is spoken
 * @param upnp whether UPnP is spoken
 * @param networks the names of the networks that are served; none means every one of zone lan
 * @param ports external ports that are given away
 * @param longest the longest lease
 * @param perHost mappings of one host at most
 * @param ask whether each new one waits until somebody allows it
 */
public record PortMappings(
        boolean natPmp,
        boolean pcp,
        boolean upnp,
        List<String> networks,
        PortSpan ports,
        Duration longest,
        int perHost,
        boolean ask) {
    static final PortMappings STANDARD =
            new PortMappings(
                    true,
                    true,
                    true,
                    List.of(),
                    new PortSpan(1024, 65_535),
                    Duration.ofDays(7),
                    32,
                    false);

    static final Key<Boolean> NAT_PMP = Key.optional("nat-pmp", Kinds.SWITCH, true, "false");
    static final Key<Boolean> PCP = Key.optional("pcp", Kinds.SWITCH, true, "false");
    static final Key<Boolean> UPNP = Key.optional("upnp", Kinds.SWITCH, true, "false");
    static final Key<List<String>> NETWORKS =
            Key.optional("networks", new ListKind<>(Kinds.NAME, 0, 8), List.of(), "[\"home\"]");
    static final Key<PortSpan> PORTS =
            Key.optional("ports", RuleKinds.PORTS, STANDARD.ports(), "\"49152-65535\"");
    static final Key<Duration> LONGEST =
            Key.optional(
                    "longest-lease", Kinds.duration("10m", "30d"), STANDARD.longest(), "\"1d\"");
    static final Key<Integer> PER_HOST =
            Key.optional("per-host", Kinds.number(1, 256), STANDARD.perHost(), "8");
    static final Key<Boolean> ASK = Key.optional("ask", Kinds.SWITCH, false, "true");

    static final Shape<PortMappings> SHAPE =
            new Shape<>(
                    "mappings",
                    List.of(NAT_PMP, PCP, UPNP, NETWORKS, PORTS, LONGEST, PER_HOST, ASK),
                    PortMappings::of);

    /** Copies the list. */
    public PortMappings {
        networks = List.copyOf(networks);
    }

    private static PortMappings of(Values values) {
        return new PortMappings(
                values.get(NAT_PMP),
                values.get(PCP),
                values.get(UPNP),
                values.get(NETWORKS),
                values.get(PORTS),
                values.get(LONGEST),
                values.get(PER_HOST),
                values.get(ASK));
    }

    /**
     * Returns whether a network is served.
     *
     * @param network one of the configuration
     */
    public boolean serves(Network network) {
        return networks.isEmpty() ? network.zone() == Zone.LAN : networks.contains(network.name());
    }
}
