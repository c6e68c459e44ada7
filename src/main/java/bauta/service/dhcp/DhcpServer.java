package bauta.service.dhcp;

import bauta.engine.Clock;
import bauta.service.SocketsHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
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

    private final SocketsHandler sockets;
    private final DhcpServerHandler handler;
    private final InetSocketAddress address;
    private volatile DhcpStatus lastStatus;

    private DhcpServer(DhcpSettings settings, DhcpFrameSender frames) throws IOException {
        DhcpServerHandler.Edge edge =
                new DhcpServerHandler.Edge(frames, Clock.system(), InstantSource.system());
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
     * @throws IOException when the socket cannot be opened; nothing stays open
     */
    public static DhcpServer open(DhcpSettings settings, DhcpFrameSender frames)
            throws IOException {
        return new DhcpServer(settings, frames);
    }

    /** Returns the UDP address it listens on. */
    public InetSocketAddress address() {
        return address;
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
