package bauta.service.dns;

import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tinylog.Logger;

/**
 * The DNS forwarder of the house: one thread, {@code dns}, with sockets of its own. Starts without
 * upstreams and answers SERVFAIL until it is told of some. All methods may be called from any
 * thread but its own.
 */
public final class DnsForwarder implements AutoCloseable {
    private static final int FIRST_PORT = 16_384;
    private static final int LAST_PORT = 65_535;
    private static final int STATUS_WAIT_SECONDS = 2;

    private final SocketsHandler sockets;
    private final Upstreams upstreams;
    private final QueryTable table;
    private final TcpConnections connections;
    private final List<InetSocketAddress> udpAddresses = new ArrayList<>();
    private final List<InetSocketAddress> tcpAddresses = new ArrayList<>();
    private final List<Ipv4Address> own;
    private volatile DnsStatus lastStatus;
    private LanNames names = LanNames.NONE;

    private DnsForwarder(DnsSettings settings) throws IOException {
        SecureRandom random = new SecureRandom();
        this.sockets = SocketsHandler.open("dns");
        this.upstreams = new Upstreams();
        this.connections = new TcpConnections(settings.limits().connections());
        this.own = settings.listens().stream().map(ListenAddress::address).toList();
        int port = settings.forwarding().providerPort();
        this.table =
                new QueryTable(
                        settings.limits(),
                        upstreams,
                        Map.of(
                                QueryTable.Transport.UDP,
                                UdpExchangeHandler.opener(
                                        sockets,
                                        port,
                                        () -> random.nextInt(FIRST_PORT, LAST_PORT + 1)),
                                QueryTable.Transport.TCP,
                                TcpExchangeHandler.opener(
                                        sockets, port, settings.limits().tcpTry())),
                        sockets.timers(),
                        () -> random.nextInt(1 << 16));
        this.lastStatus = table.status(0);
        try {
            listen(settings);
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    /**
     * Opens the listening sockets and starts the thread.
     *
     * @param settings where and for whom
     * @throws IOException when a socket cannot be opened; nothing stays open
     */
    public static DnsForwarder open(DnsSettings settings) throws IOException {
        return new DnsForwarder(settings);
    }

    private void listen(DnsSettings settings) throws IOException {
        TcpClientHandler.Server server =
                new TcpClientHandler.Server(
                        table,
                        connections,
                        settings.clients(),
                        sockets.timers(),
                        settings.limits().idle().toNanos());
        for (ListenAddress where : settings.listens()) {
            udpAddresses.add(UdpListenHandler.listen(sockets, where, table, settings.clients()));
            tcpAddresses.add(TcpClientHandler.listen(sockets, where, server));
        }
    }

    /**
     * Takes the provider's servers, in the order of preference. Queries in flight go on as they
     * began. Our own addresses are left out: they would make a loop.
     *
     * @param addresses may be empty: every query is answered SERVFAIL
     */
    public void upstreams(List<Ipv4Address> addresses) {
        List<Ipv4Address> foreign =
                addresses.stream()
                        .filter(address -> !own.contains(address))
                        .filter(address -> !address.equals(Ipv4Address.ANY))
                        .toList();
        Logger.info("dns upstreams={}", foreign);
        sockets.executor().execute(() -> upstreams.replace(foreign));
    }

    /**
     * Takes the names of the house as they are from now on.
     *
     * @param snapshot all of them
     */
    public void names(LanNames snapshot) {
        sockets.executor().execute(() -> names = snapshot);
    }

    /** Returns the UDP addresses it listens on, in the order of the settings. */
    public List<InetSocketAddress> udpAddresses() {
        return List.copyOf(udpAddresses);
    }

    /** Returns the TCP addresses it listens on, in the order of the settings. */
    public List<InetSocketAddress> tcpAddresses() {
        return List.copyOf(tcpAddresses);
    }

    /** Returns counters and health; the last known ones when it is closed. */
    public DnsStatus status() {
        try {
            lastStatus =
                    CompletableFuture.supplyAsync(
                                    () -> table.status(connections.size()), sockets.executor())
                            .get(STATUS_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            Logger.debug(e, "dns status is old");
        }
        return lastStatus;
    }

    /** Closes every socket and stops the thread. */
    @Override
    public void close() {
        sockets.close();
    }
}
