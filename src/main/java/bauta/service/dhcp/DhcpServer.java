package bauta.service.dhcp;

import bauta.engine.Timers;
import bauta.service.LeaseWriter;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tinylog.Logger;

/**
 * The DHCP server of one LAN: one thread, {@code dhcp}, with a socket bound to the LAN device. All
 * methods may be called from any thread but its own.
 */
public final class DhcpServer implements AutoCloseable {
    private final DhcpSettings settings;
    private final SocketsHandler sockets;
    private final DhcpServerHandler handler;
    private final InetSocketAddress address;
    private volatile DhcpStatus lastStatus;

    private DhcpServer(DhcpSettings settings, DhcpFrameSender frames, LeaseListener listener)
            throws IOException {
        this.settings = settings;
        this.sockets = SocketsHandler.open("dhcp");
        DhcpServerHandler.Edge edge = edge(settings, frames, listener, sockets.timers());
        LeaseFile file = new LeaseFile(settings.leaseFile(), settings.times().lease());
        this.handler =
                new DhcpServerHandler(
                        settings, edge, leases(settings, file, edge), text -> writer(file, text));
        this.lastStatus = handler.status();
        try {
            this.address = handler.listen(sockets);
            lookOut(frames);
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
        sockets.executor().execute(handler::start);
    }

    private static DhcpServerHandler.Edge edge(
            DhcpSettings settings, DhcpFrameSender frames, LeaseListener listener, Timers timers) {
        Optional<String> device = settings.listen().device();
        AddressProbe probe =
                device.isPresent()
                        ? new ArpProbe(
                                timers, frames, settings.mac(), ArpProbe.Listening.on(device.get()))
                        : (_, _, answer) -> answer.accept(Optional.empty());
        return new DhcpServerHandler.Edge(frames, probe, listener, timers, InstantSource.system());
    }

    private static LeaseTable leases(
            DhcpSettings settings, LeaseFile file, DhcpServerHandler.Edge edge) {
        LeaseTable leases = new LeaseTable(settings);
        AddressPlan plan = leases.plan();
        file.read(edge.now()).stream()
                .filter(lease -> plan.isOpen(lease.address()) || plan.isKept(lease.address()))
                .forEach(leases::put);
        Logger.info("dhcp leases read count={} path={}", leases.all().size(), settings.leaseFile());
        return leases;
    }

    private LeaseWriter writer(LeaseFile file, LeaseWriter.Snapshot snapshot) {
        Executor disk = task -> Thread.ofVirtual().name("dhcp-leases").start(task);
        return new LeaseWriter(sockets.timers(), sockets.executor(), disk, file::write, snapshot);
    }

    /** Looks for other servers from the port of clients, where their answers come. */
    private void lookOut(DhcpFrameSender frames) throws IOException {
        Duration interval = settings.times().lookout();
        if (interval.isZero()) {
            return;
        }
        ForeignLookout lookout = handler.lookout();
        LookoutHandler client =
                new LookoutHandler(settings, frames, new SecureRandom()::nextInt, lookout::sighted);
        sockets.listenUdp(
                new ListenAddress(
                        Ipv4Address.ANY, settings.clientPort(), settings.listen().device()),
                client);
        sockets.executor().execute(() -> lookout.start(interval, client::look));
    }

    /**
     * Reads the leases, opens the socket and starts the thread.
     *
     * @param settings where and what
     * @param frames reaches hosts without an address
     * @param listener hears of changes; called on the dhcp loop
     * @throws IOException when the socket cannot be opened; nothing stays open
     */
    public static DhcpServer open(
            DhcpSettings settings, DhcpFrameSender frames, LeaseListener listener)
            throws IOException {
        return new DhcpServer(settings, frames, listener);
    }

    /**
     * Takes other settings without a pause: leases stay, and clients whose address is no longer
     * theirs are told when they renew. The sockets stay as they are, so {@code listen}, {@code
     * clientPort}, {@code network}, {@code mac} and {@code leaseFile} must be the same; the lookout
     * keeps its interval.
     *
     * @throws IllegalArgumentException when one of those differs: open a new server then
     */
    public void configure(DhcpSettings newSettings) {
        if (!newSettings.sameSocket(settings)) {
            throw new IllegalArgumentException("a new server is needed for " + newSettings);
        }
        sockets.executor().execute(() -> handler.configure(newSettings));
    }

    /**
     * Takes the provider's name servers, for {@link NameServers.Provider}. Never waits.
     *
     * @param servers primary first; empty while unknown
     */
    public void nameServers(List<Ipv4Address> servers) {
        List<Ipv4Address> copy = List.copyOf(servers);
        sockets.executor().execute(() -> handler.nameServers(copy));
    }

    /** Returns the UDP address it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /** Returns whether the thread answers and the sockets are open; false after {@link #close}. */
    public boolean isHealthy() {
        return sockets.isHealthy();
    }

    /** Returns counters and leases; the last known ones when it is closed. */
    public DhcpStatus status() {
        sockets.ask(handler::status).ifPresent(now -> lastStatus = now);
        return lastStatus;
    }

    /** Closes the sockets and stops the thread. Clients keep their addresses. */
    @Override
    public void close() {
        sockets.close();
    }
}
