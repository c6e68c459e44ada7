package bauta.control.config;

import java.util.List;

/**
 * Which services start when the router does.
 *
 * @param dns the DNS forwarder
 * @param dhcp the DHCP servers
 * @param uplinks the dial of the uplinks
 * @param helpers the protocol helpers
 * @param mappings port mappings that hosts of the inside ask for
 * @param admin the pages and the API on the LAN; the Unix socket of the box stays
 */
public record ServiceStarts(
        boolean dns,
        boolean dhcp,
        boolean uplinks,
        boolean helpers,
        boolean mappings,
        boolean admin) {
    static final ServiceStarts STANDARD = new ServiceStarts(true, true, true, true, false, true);

    static final Key<Boolean> DNS = start("dns");
    static final Key<Boolean> DHCP = start("dhcp");
    static final Key<Boolean> UPLINKS = start("uplinks");
    static final Key<Boolean> HELPERS = start("helpers");
    static final Key<Boolean> MAPPINGS = Key.optional("mappings", Kinds.SWITCH, false, "true");
    static final Key<Boolean> ADMIN = start("admin");

    static final Shape<ServiceStarts> SHAPE =
            new Shape<>(
                    "services",
                    List.of(DNS, DHCP, UPLINKS, HELPERS, MAPPINGS, ADMIN),
                    ServiceStarts::of);

    private static Key<Boolean> start(String name) {
        return Key.optional(name, Kinds.SWITCH, true, "false");
    }

    private static ServiceStarts of(Values values) {
        return new ServiceStarts(
                values.get(DNS),
                values.get(DHCP),
                values.get(UPLINKS),
                values.get(HELPERS),
                values.get(MAPPINGS),
                values.get(ADMIN));
    }
}
