package bauta.service.dhcp;

import bauta.engine.Clock;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tinylog.Logger;

/**
 * The DHCP server of one LAN: one thread, {@code dhcp}, with a socket bound to the LAN device. All
 * methods may be called from any thread but its own.
 */
public final class DhcpServer implements AutoCloseable {
    private static final int STATUS_WAIT_SECONDS = 2;

    private final DhcpSettings settings;
    private final SocketsHandler sockets;
    private final DhcpServerHandler handler;
    private final InetSocketAddress address;
    private volatile DhcpStatus lastStatus;

    private DhcpServer(DhcpSettings settings, DhcpFrameSender frames, LeaseListener listener)
            throws IOException {
        this.settings = settings;
        DhcpServerHandler.Edge edge =
                new DhcpServerHandler.Edge(
                        frames, listener, Clock.system(), InstantSource.system());
        LeaseFile file = new LeaseFile(settings.leaseFile(), settings.times().lease());
        LeaseTable leases = new LeaseTable(settings);
        file.read(edge.now()).stream()
                .filter(lease -> leases.isOurs(lease.address()))
                .forEach(leases::put);
        Logger.info("dhcp leases read count={} path={}", leases.all().size(), settings.leaseFile());
        this.sockets = SocketsHandler.open("dhcp");
        Executor disk = task -> Thread.ofVirtual().name("dhcp-leases").start(task);
        this.handler =
                new DhcpServerHandler(
                        settings,
                        edge,
                        leases,
                        text ->
                                new LeaseWriter(
                                        sockets.timers(),
                                        sockets.executor(),
                                        disk,
                                        file::write,
                                        text));
        this.lastStatus = handler.status();
        try {
            this.address = handler.listen(sockets);
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
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

    /** Returns the UDP address it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * Takes other settings without a pause: leases stay, and clients whose address is no longer
     * theirs are told when they renew. The socket stays as it is, so {@code listen}, {@code
     * clientPort}, {@code network}, {@code mac} and {@code leaseFile} must be the same.
     *
     * @throws IllegalArgumentException when one of those differs: open a new server then
     */
    public void configure(DhcpSettings settings) {
        if (!settings.sameSocket(this.settings)) {
            throw new IllegalArgumentException("a new server is needed for " + settings);
        }
        sockets.executor().execute(() -> handler.configure(settings));
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

    /** Returns counters and leases; the last known ones when it is closed. */
    public DhcpStatus status() {
        try {
            lastStatus =
                    CompletableFuture.supplyAsync(handler::status, sockets.executor())
                            .get(STATUS_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            Logger.debug(e, "dhcp status is old");
        }
        return lastStatus;
    }

    /** Closes the socket and stops the thread. Clients keep their addresses. */
    @Override
    public void close() {
        sockets.close();
    }
}
