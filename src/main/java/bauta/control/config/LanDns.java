package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;

/**
 * Name service for a network.
 *
 * @param enabled whether the router answers DNS on it
 * @param servers what DHCP tells the clients to ask; none means the router itself
 */
public record LanDns(boolean enabled, List<Ipv4Address> servers) {
    static final LanDns STANDARD = new LanDns(true, List.of());

    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "true");
    static final Key<List<Ipv4Address>> SERVERS =
            Key.optional(
                    "servers", new ListKind<>(Kinds.HOST, 0, 3), List.of(), "[\"192.168.87.53\"]");

    static final Shape<LanDns> SHAPE =
            new Shape<>(
                    "dns",
                    List.of(ENABLED, SERVERS),
                    values -> new LanDns(values.get(ENABLED), values.get(SERVERS)));

    /** Copies the list. */
    public LanDns {
        servers = List.copyOf(servers);
    }
}
