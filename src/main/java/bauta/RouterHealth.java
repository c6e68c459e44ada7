package bauta;

import bauta.control.admin.HealthCheck;
import bauta.control.config.Config;
import bauta.control.config.DnsServer;
import bauta.control.config.Health;
import bauta.control.config.Health.Sign;
import bauta.service.dns.UpstreamServer;
import bauta.uplink.UplinkStatus;
import java.net.InetSocketAddress;
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
        if (!asked) {
            return Sign.UNASKED;
        }
        List<InetSocketAddress> servers = servers(parts);
        boolean reached = servers.isEmpty() || DnsProbe.answers(servers);
        return Sign.of(parts.services().group("dns").isRunning() && reached);
    }

    /** Whom the forwarder asks for most names; none while it knows none, or asks by TLS alone. */
    private static List<InetSocketAddress> servers(RunningRouter.Parts parts) {
        List<DnsServer> own = parts.config().dns().upstreams();
        if (own.isEmpty()) {
            return parts.side().plane().uplinks().stream()
                    .flatMap(uplink -> uplink.up().stream())
                    .flatMap(up -> up.dnsServers().stream())
                    .map(at -> new InetSocketAddress(at.toInetAddress(), HouseSettings.DNS_PORT))
                    .toList();
        }
        return own.stream()
                .filter(s -> s.tlsName().isEmpty() && s.port() != UpstreamServer.TLS_PORT)
                .map(s -> new InetSocketAddress(s.address().toInetAddress(), s.port()))
                .toList();
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
        String silent = parts.services().view("dns").reasonText();
        checks.add(check("dns", dns(parts), silent.isEmpty() ? "no name server answers" : silent));
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
