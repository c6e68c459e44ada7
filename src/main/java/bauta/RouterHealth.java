package bauta;

import bauta.control.admin.HealthCheck;
import bauta.control.config.Config;
import bauta.control.config.Health;
import bauta.control.config.Health.Sign;
import bauta.uplink.UplinkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the router is, for the desk that watches a change and for whoever asks for its health. Each
 * sign is looked at anew: the phase of the uplinks, a question of the forwarder's own to its
 * servers, and whether the admin server's loop answers with its listeners open. Nobody connects to
 * the admin pages from the LAN for it.
 */
final class RouterHealth {
    private RouterHealth() {}

    /**
     * Returns how the router is as of now; asks the forwarder, so it may take five seconds.
     *
     * @param parts what is there
     */
    static Health of(RunningRouter.Parts parts) {
        return new Health(uplink(parts), dns(parts), admin(parts));
    }

    private static Sign uplink(RunningRouter.Parts parts) {
        Config config = parts.config();
        if (config.uplinks().isEmpty() || !parts.services().group("uplinks").isWanted()) {
            return Sign.UNASKED;
        }
        return Sign.of(
                parts.side().plane().uplinks().stream()
                        .anyMatch(status -> status.phase() == UplinkStatus.Phase.UP));
    }

    private static Sign dns(RunningRouter.Parts parts) {
        boolean asked =
                parts.config().networks().stream().anyMatch(n -> n.dns().enabled())
                        && parts.services().group("dns").isWanted();
        if (!asked) {
            return Sign.UNASKED;
        }
        HouseServices services = parts.services();
        boolean runs = services.group("dns").isRunning();
        return Sign.of(runs && (!services.knowsServers() || services.resolves()));
    }

    private static Sign admin(RunningRouter.Parts parts) {
        return parts.services().group("admin").isWanted()
                ? Sign.of(
                        parts.services().group("admin").isRunning()
                                && parts.services().isAdminHealthy())
                : Sign.UNASKED;
    }

    /**
     * Returns the answers to {@code GET /health}.
     *
     * @param parts what is there
     */
    static List<HealthCheck> checks(RunningRouter.Parts parts) {
        List<HealthCheck> checks = new ArrayList<>();
        String down =
                parts.side().plane().uplinks().stream()
                        .findFirst()
                        .map(status -> status.cause().text())
                        .orElse("");
        checks.add(check("uplink", uplink(parts), down, off(parts)));
        String silent = parts.services().view("dns").reasonText();
        checks.add(
                check("dns", dns(parts), silent.isEmpty() ? "no name server answers" : silent, ""));
        Sign dhcp =
                parts.services().group("dhcp").isWanted()
                        ? Sign.of(parts.services().group("dhcp").isRunning())
                        : Sign.UNASKED;
        checks.add(check("dhcp", dhcp, parts.services().view("dhcp").reasonText(), ""));
        return checks;
    }

    /** A house with a line that is switched off is not well without a word. */
    private static String off(RunningRouter.Parts parts) {
        return parts.config().uplinks().isEmpty() ? "" : "it is configured, but was switched off";
    }

    /** Returns the answers while the router is being changed. */
    static List<HealthCheck> changing() {
        return Stream.of("uplink", "dns", "dhcp")
                .map(name -> check(name, Sign.ILL, "the router is being changed", ""))
                .toList();
    }

    private static HealthCheck check(String name, Sign sign, String trouble, String off) {
        return switch (sign) {
            case WELL -> new HealthCheck(name, HealthCheck.State.OK, "");
            case ILL -> new HealthCheck(name, HealthCheck.State.TROUBLE, trouble);
            case UNASKED -> new HealthCheck(name, HealthCheck.State.OFF, off);
        };
    }
}
