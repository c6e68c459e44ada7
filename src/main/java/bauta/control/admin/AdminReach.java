package bauta.control.admin;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Prefix;
import java.util.List;

/**
 * By which ways the house reaches the admin server. Nothing else reaches it.
 *
 * @param http where it listens for HTTP: one per network, bound to its device and address
 * @param https where it listens for HTTPS, likewise
 * @param clients the networks whose hosts are answered
 * @param names by which people call it besides its addresses: {@code bauta}, {@code bauta.DOMAIN}
 *     and {@code admin.names} of the configuration; also put into the certificate
 */
public record AdminReach(
        List<ListenAddress> http,
        List<ListenAddress> https,
        List<Ipv4Prefix> clients,
        List<String> names) {
    /** By no way: the Unix socket alone. */
    public static final AdminReach NONE =
            new AdminReach(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public AdminReach {
        http = List.copyOf(http);
        https = List.copyOf(https);
        clients = List.copyOf(clients);
        names = List.copyOf(names);
    }
}
