package bauta;

import bauta.control.config.Config;
import bauta.control.config.ServiceStarts;
import java.util.List;

/** The services by their names in commands, API and configuration. */
final class ServiceNames {
    /** Those of this version, in the order they start. */
    static final List<String> BUILT = List.of("uplinks", "dhcp", "dns", "mappings", "admin");

    /** All, in the order that people expect. */
    static final List<String> ALL =
            List.of("dns", "dhcp", "uplinks", "helpers", "mappings", "admin");

    private ServiceNames() {}

    /**
     * Returns whether a service starts with the router.
     *
     * @param config what is in force
     * @param name one of {@link #ALL}
     */
    static boolean isEnabled(Config config, String name) {
        ServiceStarts starts = config.services();
        return switch (name) {
            case "dns" -> starts.dns();
            case "dhcp" -> starts.dhcp();
            case "uplinks" -> starts.uplinks();
            case "helpers" -> starts.helpers();
            case "mappings" -> starts.mappings();
            case "admin" -> starts.admin();
            default -> throw new IllegalArgumentException("no service " + name);
        };
    }
}
