package bauta.control.config;

import java.util.List;

/**
 * Name service for a network.
 *
 * @param enabled whether the router answers DNS on it
 */
public record LanDns(boolean enabled) {
    static final LanDns STANDARD = new LanDns(true);

    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "true");

    static final Shape<LanDns> SHAPE =
            new Shape<>("dns", List.of(ENABLED), values -> new LanDns(values.get(ENABLED)));
}
