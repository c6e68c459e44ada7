package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * The DNS forwarder of the house: one thread, {@code dns}, with sockets of its own. Starts without
 * upstreams and answers SERVFAIL until it is told of some. All methods may be called from any
 * thread but its own.
 */
public final class DnsForwarder implements AutoCloseable {
    private static final int PROBE_MILLIS = 2_500;

    private final SocketsHandler sockets;
    private final UpstreamChoice upstreams;
    private final QueryIntake intake;
    private final int providerPort;
    private final TcpConnections connections;
    private final List<InetSocketAddress> udpAddresses = new ArrayList<>();
    private final List<InetSocketAddress> tcpAddresses = new ArrayList<>();
    private final List<Ipv4Address> own;
    private volatile DnsStatus lastStatus;

    private DnsForwarder(DnsSettings settings) throws IOException {
        SecureRandom random = new SecureRandom();
        this.sockets = SocketsHandler.open("dns");
        this.connections = new TcpConnections(settings.limits().connections());
        this.own = settings.listens().stream().map(ListenAddress::address).toList();
        this.providerPort = settings.forwarding().providerPort();
        this.upstreams = new UpstreamChoice(settings.forwarding());
        DropCounters drops = new DropCounters();
        Exchange.Opener streams =
                new StreamServers(
                        sockets,
                        new TlsClientHandler(settings.forwarding()),
                        settings.limits().tcpTry(),
                        drops);
        Asking asking =
                new Asking(
                        Map.of(
                                Transport.UDP,
                                new UdpPorts(
                                        sockets, () -> random.nextInt(Integer.MAX_VALUE), drops),
                                Transport.TCP,
                                streams,
                                Transport.TLS,
                                streams),
                        sockets.timers(),
                        () -> random.nextInt(1 << 16),
                        drops,
                        settings.limits());
        this.intake =
                new QueryIntake(
                        asking,
                        upstreams,
                        new LocalAnswers(settings),
                        new AnswerStore(settings, sockets.timers(), InstantSource.system()));
        this.lastStatus = intake.status(0);
        try {
            listen(settings);
        } catch (IOException | RuntimeException e) {
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
                        intake,
                        connections,
                        settings.clients(),
                        sockets.timers(),
                        settings.limits().idle().toNanos());
        for (ListenAddress where : settings.listens()) {
            udpAddresses.add(UdpListenHandler.listen(sockets, where, intake, settings.clients()));
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
        List<UpstreamServer> foreign =
                addresses.stream()
                        .filter(address -> !own.contains(address))
                        .filter(address -> !address.equals(Ipv4Address.ANY))
                        .map(address -> UpstreamServer.plain(address, providerPort))
                        .toList();
        Logger.info("dns upstreams={}", foreign);
        sockets.executor().execute(() -> upstreams.provider(foreign));
    }

    /**
     * Takes the names of the house as they are from now on.
     *
     * @param snapshot all of them
     */
    public void names(LanNames snapshot) {
        sockets.executor().execute(() -> intake.names(snapshot));
    }

    /**
     * Asks the servers a question of our own, past the cache.
     *
     * @return completes within 2.5 s with whether a usable answer came
     */
    public CompletionStage<Boolean> probe() {
        ServerProbe probe = new ServerProbe();
        try {
            sockets.executor().execute(() -> intake.probe(probe));
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(false); // closed
        }
        return probe.usable().completeOnTimeout(false, PROBE_MILLIS, TimeUnit.MILLISECONDS);
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
        sockets.ask(() -> intake.status(connections.size())).ifPresent(now -> lastStatus = now);
        return lastStatus;
    }

    /** Returns whether the thread answers and the sockets are open; false after {@link #close}. */
    public boolean isHealthy() {
        return sockets.isHealthy();
    }

    /** Closes every socket and stops the thread. */
    @Override
    public void close() {
        sockets.close();
    }
}
