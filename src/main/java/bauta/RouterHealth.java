package bauta;

import bauta.control.admin.HealthCheck;
import bauta.control.config.Config;
import bauta.control.config.Health;
import bauta.control.config.Health.Sign;
import bauta.uplink.UplinkStatus;
import java.util.ArrayList;
import java.util.List;

/** How the router is, for the desk that watches a change and for whoever asks for its health. */
final class RouterHealth {
    private RouterHealth() {}

    /**
     * Returns how the router is as of now; asks the forwarder, so it may take two seconds.
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
        return asked ? Sign.of(parts.services().group("dns").isRunning()) : Sign.UNASKED;
    }

    private static Sign admin(RunningRouter.Parts parts) {
        return parts.services().group("admin").isWanted()
                ? Sign.of(parts.services().group("admin").isRunning())
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
        checks.add(check("uplink", uplink(parts), down));
        checks.add(check("dns", dns(parts), parts.services().view("dns").reasonText()));
        Sign dhcp =
                parts.services().group("dhcp").isWanted()
                        ? Sign.of(parts.services().group("dhcp").isRunning())
                        : Sign.UNASKED;
        checks.add(check("dhcp", dhcp, parts.services().view("dhcp").reasonText()));
        return checks;
    }

    private static HealthCheck check(String name, Sign sign, String trouble) {
        return switch (sign) {
            case WELL -> new HealthCheck(name, HealthCheck.State.OK, "");
            case ILL -> new HealthCheck(name, HealthCheck.State.TROUBLE, trouble);
            case UNASKED -> new HealthCheck(name, HealthCheck.State.OFF, "");
        };
    }
}
