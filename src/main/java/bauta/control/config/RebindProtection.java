package bauta.control.config;

import java.util.List;

/**
 * Protection from names of the Internet that lead to addresses of the inside.
 *
 * @param enabled whether such answers are held back
 * @param allow domains that may do it, with all names below them
 */
public record RebindProtection(boolean enabled, List<String> allow) {
    static final RebindProtection STANDARD = new RebindProtection(true, List.of());

    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "true");
    static final Key<List<String>> ALLOW =
            Key.optional(
                    "allow",
                    new ListKind<>(Kinds.DOMAIN, 0, 64),
                    List.of(),
                    "[\"office.example\"]");

    static final Shape<RebindProtection> SHAPE =
            new Shape<>(
                    "rebind",
                    List.of(ENABLED, ALLOW),
                    values -> new RebindProtection(values.get(ENABLED), values.get(ALLOW)));

    /** Copies the list. */
    public RebindProtection {
        allow = List.copyOf(allow);
    }
}
