package bauta;

import bauta.service.Service;
import bauta.service.dhcp.DhcpFrameSender;
import bauta.service.dhcp.DhcpServer;
import bauta.service.dhcp.DhcpSettings;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dhcp.LeaseListener;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tinylog.Logger;

/** The DHCP server of one network as a service. Any thread. */
final class DhcpService implements Service {
    private final Supplier<DhcpSettings> settings;
    private final DhcpFrameSender frames;
    private final LeaseListener listener;
    private volatile Optional<Running> running = Optional.empty();
    private List<Ipv4Address> nameServers = List.of();

    private record Running(DhcpServer server, DhcpSettings settings) {}

    /**
     * Makes it, closed.
     *
     * @param settings what it is to do as of now
     * @param frames reaches hosts without an address
     * @param listener hears of leases
     */
    DhcpService(Supplier<DhcpSettings> settings, DhcpFrameSender frames, LeaseListener listener) {
        this.settings = settings;
        this.frames = frames;
        this.listener = listener;
    }

    @Override
    public synchronized void open() throws IOException {
        DhcpSettings now = settings.get();
        close();
        DhcpServer server = DhcpServer.open(now, frames, listener);
        server.nameServers(nameServers);
        running = Optional.of(new Running(server, now));
    }

    @Override
    public synchronized void close() {
        Optional<Running> was = running;
        running = Optional.empty();
        was.ifPresent(it -> it.server().close());
    }

    @Override
    public boolean isHealthy() {
        return running.filter(it -> it.server().isHealthy()).isPresent();
    }

    /**
     * Takes the settings as of now, without a pause where that is possible.
     *
     * @return whether it must be opened anew for them
     */
    synchronized boolean mustReopen() {
        DhcpSettings now = settings.get();
        Running before = running.orElse(null);
        if (before == null || before.settings().equals(now)) {
            return false;
        }
        try {
            before.server().configure(now);
            running = Optional.of(new Running(before.server(), now));
            return false;
        } catch (IllegalArgumentException e) {
            Logger.debug(e, "dhcp opens anew");
            return true;
        }
    }

    /** Takes the provider's servers, for hosts that are told of them. */
    synchronized void nameServers(List<Ipv4Address> servers) {
        nameServers = List.copyOf(servers);
        running.ifPresent(it -> it.server().nameServers(nameServers));
    }

    /** Returns what it did, while it is open. */
    Optional<DhcpStatus> status() {
        return running.map(it -> it.server().status());
    }
}
