package bauta.control.config;

import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The DHCP server on a network.
 *
 * @param enabled whether it answers
 * @param pool the addresses it gives out; the router's own is never among them
 * @param lease how long an address is given for
 */
public record LanDhcp(boolean enabled, DhcpPool pool, Duration lease) {
    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "true");
    static final Key<DhcpPool> POOL =
            Key.derived(
                    "pool",
                    DhcpPool.SHAPE,
                    "{\"start\": \"192.168.87.100\", \"end\": \"192.168.87.199\"}");
    static final Key<Duration> LEASE =
            Key.optional("lease", Kinds.duration("2m", "30d"), Duration.ofHours(12), "\"12h\"");

    static final Shape<Given> SHAPE =
            new Shape<>(
                    "dhcp",
                    List.of(ENABLED, POOL, LEASE),
                    values -> new Given(values.get(ENABLED), values.find(POOL), values.get(LEASE)));

    /** The same as the file gives it: the pool may be left to the network. */
    record Given(boolean enabled, Optional<DhcpPool> pool, Duration lease) {
        static final Given STANDARD = new Given(true, Optional.empty(), Duration.ofHours(12));

        LanDhcp in(Ipv4Prefix network) {
            return new LanDhcp(enabled, pool.orElseGet(() -> DhcpPool.of(network)), lease);
        }
    }
}
