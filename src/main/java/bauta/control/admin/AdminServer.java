package bauta.control.admin;

import bauta.control.admin.Approach.Door;
import bauta.engine.Clock;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * Serves the API and the pages: on a Unix socket that only the box's own user can open, and on the
 * LAN by HTTP for the first set-up and by HTTPS. All connections live on one loop, the admin loop;
 * what may block runs on virtual threads. Thread-safe.
 */
public final class AdminServer implements AutoCloseable {
    /** How often the certificate is looked at. */
    private static final Duration LOOK = Duration.ofHours(12);

    private final Path socket;
    private final SocketsHandler sockets;
    private final Gate gate;
    private final AdminSecrets secrets;
    private final TlsStore store;
    private final DoorHandler.Inside inside;
    private final List<SocketsHandler.Listening> listening = new ArrayList<>();
    private AdminReach reach = AdminReach.NONE;
    private volatile Optional<DoorHandler.Tls> tls = Optional.empty();
    private final AtomicReference<String> fingerprint;
    private volatile boolean closed;

    private AdminServer(Path socket, SocketsHandler sockets, Parts parts) {
        this.socket = socket;
        this.sockets = sockets;
        this.gate = parts.inside().gate();
        this.secrets = parts.secrets();
        this.store = parts.store();
        this.inside = parts.inside();
        this.fingerprint = parts.fingerprint();
    }

    private record Parts(
            AdminSecrets secrets,
            TlsStore store,
            DoorHandler.Inside inside,
            AtomicReference<String> fingerprint) {
        static Parts of(AdminSettings settings, Control control, EventHub events)
                throws IOException {
            AdminSecrets secrets = AdminSecrets.open(settings.data());
            Clock clock = Clock.system();
            Sessions sessions = new Sessions(clock);
            Gate gate = new Gate(secrets, sessions);
            Seats seats = new Seats();
            EventStreams streams = new EventStreams(events);
            Metrics metrics = new Metrics(control, seats, streams);
            AccessRoutes access = new AccessRoutes(secrets, sessions, new LoginLimit(clock));
            AtomicReference<String> fingerprint = new AtomicReference<>("");
            StatusRoutes.Box box = new StatusRoutes.Box(settings.version(), fingerprint::get);
            RouteTable routes =
                    ApiRoutes.table(
                            access,
                            new SetUpRoutes(control, secrets, access),
                            new StatusRoutes(control, metrics::text, box),
                            new TrafficRoutes(control),
                            new ConfigRoutes(control),
                            settings.version());
            Dispatch dispatch = new Dispatch(gate, routes, new WebFiles());
            return new Parts(
                    secrets,
                    new TlsStore(settings.data().resolve("tls.pem"), InstantSource.system()),
                    new DoorHandler.Inside(dispatch, gate, seats, streams),
                    fingerprint);
        }
    }

    /**
     * Starts listening on the Unix socket; on the LAN not before {@link #reach}.
     *
     * @param settings where things lie
     * @param control the running router
     * @param events what happens on it; not closed here
     * @throws IOException when the socket cannot be made or the folder not used
     */
    public static AdminServer open(AdminSettings settings, Control control, EventHub events)
            throws IOException {
        Parts parts = Parts.of(settings, control, events);
        Path socket = settings.socket();
        Files.deleteIfExists(socket);
        SocketsHandler sockets = SocketsHandler.open("admin");
        try {
            sockets.listenUnix(
                    socket, () -> new DoorHandler(parts.inside(), Door.UNIX, Optional::empty));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            AdminServer server = new AdminServer(socket, sockets, parts);
            server.lookAgain();
            return server;
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    /**
     * Opens, moves or closes the listeners on the LAN. What stays as it was is not touched. Blocks.
     *
     * @param ways by which the house reaches the server from now on
     * @throws IOException when one cannot be opened or the certificate not kept; then none is open
     */
    public synchronized void reach(AdminReach ways) throws IOException {
        if (closed || ways.equals(reach)) {
            return;
        }
        shut();
        gate.reach(ways);
        try {
            if (!ways.https().isEmpty()) {
                renew(ways);
            }
            listen(ways.https(), Door.HTTPS);
            listen(ways.http(), Door.HTTP);
            reach = ways;
        } catch (IOException | RuntimeException e) {
            shut();
            throw e;
        }
    }

    private void shut() {
        listening.forEach(listener -> listener.stop().run());
        listening.clear();
        reach = AdminReach.NONE;
    }

    private void listen(List<ListenAddress> where, Door door) throws IOException {
        Supplier<DoorHandler> doors = () -> new DoorHandler(inside, door, () -> tls);
        for (ListenAddress address : where) {
            listening.add(sockets.openTcp(address, doors));
        }
    }

    private void renew(AdminReach ways) throws IOException {
        try {
            TlsIdentity identity = store.identity(new HostNames(ways).all());
            if (!identity.fingerprint().equals(fingerprint.get())) {
                tls = Optional.of(DoorHandler.Tls.of(identity));
                fingerprint.set(identity.fingerprint());
                Logger.info("admin https sha256={}", fingerprint.get());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate could be made", e);
        }
    }

    private void lookAgain() {
        sockets.timers()
                .at(
                        sockets.timers().nanos() + LOOK.toNanos(),
                        () -> Thread.ofVirtual().name("certificate").start(this::look));
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        try {
            if (!reach.https().isEmpty()) {
                renew(reach);
            }
        } catch (IOException e) {
            Logger.error("certificate not renewed cause={}", e.getMessage());
        }
        lookAgain();
    }

    /** Returns whether its loop answers and every listener is open; waits two seconds at most. */
    public boolean isHealthy() {
        return sockets.isHealthy();
    }

    /** Returns whether nobody has chosen the admin password yet. */
    public boolean needsSetUp() {
        return !secrets.hasPassword();
    }

    /** Returns the SHA-256 of the certificate as browsers show it; empty before there is one. */
    public String fingerprint() {
        return Objects.requireNonNullElse(fingerprint.get(), "");
    }

    /** Returns where it listens on the LAN, with the ports that the kernel chose, HTTPS first. */
    synchronized List<Integer> ports() {
        return listening.stream().map(listener -> listener.address().getPort()).toList();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            shut();
        }
        sockets.close();
        Files.deleteIfExists(socket);
    }
}
