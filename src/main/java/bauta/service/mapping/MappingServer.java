package bauta.service.mapping;

import bauta.engine.DropCounters;
import bauta.engine.Timers;
import bauta.nat.ExplicitMappings;
import bauta.service.LeaseWriter;
import bauta.service.ListenAddress;
import bauta.service.SocketsHandler;
import bauta.service.mapping.portcontrol.Announcements;
import bauta.service.mapping.portcontrol.PortControlHandler;
import bauta.service.mapping.portcontrol.PortControlMachine;
import bauta.service.mapping.upnp.UpnpServer;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * The mapping service: one thread, {@code mapping}, with its sockets bound to the LAN devices, the
 * leases, and their file. Answers leave when what they say is saved. All methods may be called from
 * any thread but its own.
 */
public final class MappingServer implements AutoCloseable {
    private static final int SAVING_SECONDS = 5;

    private final SocketsHandler sockets;
    private final MappingGate gate;
    private final MappingFile file;
    private final MappingStore store;
    private final LeaseWriter writer;
    private final PortControlMachine portControl;
    private final Announcements announcements;
    private final List<PortControlHandler> handlers = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final DropCounters drops = new DropCounters();
    private final Runnable listener;
    private Optional<UpnpServer> upnp = Optional.empty();
    private boolean closing;
    private volatile MappingServerSettings settings;
    private volatile MappingStatus lastStatus;

    /**
     * What surrounds the server.
     *
     * @param gate opens ports
     * @param messenger carries notices to hosts of the house
     * @param listener told after changes, on the mapping loop
     */
    public record Surroundings(
            MappingGate gate, UpnpServer.Messenger messenger, Runnable listener) {}

    private MappingServer(MappingServerSettings settings, Surroundings surroundings)
            throws IOException {
        this.settings = settings;
        this.gate = surroundings.gate();
        this.listener = surroundings.listener();
        this.sockets = SocketsHandler.open("mapping");
        Timers timers = sockets.timers();
        this.file = new MappingFile(settings.file(), settings.bootId());
        this.store = new MappingStore(settings.mappings(), gate, timers, new News());
        this.writer =
                new LeaseWriter(timers, sockets.executor(), disk(), file::write, this::snapshot);
        this.portControl = new PortControlMachine(store, timers::nanos, drops);
        this.announcements = new Announcements(timers, this::announce);
        this.lastStatus = now();
        speak(settings);
        try {
            listen(settings);
            this.upnp = upnp(settings, surroundings.messenger());
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
        MappingFile.Content kept = file.read(timers.nanos());
        sockets.executor().execute(() -> start(kept));
    }

    private static Executor disk() {
        return task -> Thread.ofVirtual().name("mapping-leases").start(task);
    }

    private Supplier<String> snapshot() {
        MappingFile.Content content = store.content();
        long now = sockets.timers().nanos();
        return () -> file.format(content, now);
    }

    /** What the store tells. */
    private final class News implements MappingStore.Listener {
        @Override
        public void changed() {
            if (!closing) {
                writer.save(() -> {});
                tell();
            }
        }

        private void tell() {
            upnp.ifPresent(UpnpServer::changed);
            listener.run();
        }

        @Override
        public void addressChanged() {
            if (store.external().isPresent()) {
                announcements.begin();
            }
            tell();
        }
    }

    /** What the translation tells, on the mapping loop. */
    private final class Translation implements ExplicitMappings.Listener {
        @Override
        public void follows(@Nullable Ipv4Address address) {
            store.external(Optional.ofNullable(address));
        }

        @Override
        public void moved(int id, int port) {
            store.moved(id, port);
        }

        @Override
        public void lost(int id, ExplicitMappings.Refusal why) {
            store.lost(id, why);
        }
    }

    private void start(MappingFile.Content kept) {
        gate.connect(sockets.executor(), new Translation()); // its news come after this task
        store.restore(kept);
    }

    private void listen(MappingServerSettings now) throws IOException {
        for (MappingServerSettings.Lan lan : now.lans()) {
            if (now.protocols().portControl()) {
                ListenAddress where =
                        new ListenAddress(
                                lan.address().address(), now.ports().control(), lan.device());
                PortControlHandler handler =
                        new PortControlHandler(
                                where,
                                lan,
                                new PortControlHandler.Around(
                                        portControl,
                                        new RequestLimit(),
                                        sockets.timers()::nanos,
                                        writer::whenSaved,
                                        drops));
                addresses.add(sockets.listenUdp(where, handler));
                handlers.add(handler);
            }
        }
    }

    private Optional<UpnpServer> upnp(MappingServerSettings now, UpnpServer.Messenger messenger)
            throws IOException {
        return now.protocols().upnp()
                ? Optional.of(
                        new UpnpServer(
                                now.lans(),
                                now.unit(),
                                now.ports().upnp(),
                                new UpnpServer.Around(sockets, store, messenger, drops)))
                : Optional.empty();
    }

    private void speak(MappingServerSettings now) {
        portControl.speaks(now.protocols().natPmp(), now.protocols().pcp());
    }

    private void announce() {
        for (ByteBuf news : portControl.announcements()) {
            handlers.forEach(handler -> handler.announce(news.copy()));
            news.release();
        }
    }

    /**
     * Opens the sockets, takes the leases that were kept, and starts the thread.
     *
     * @param settings where and how
     * @param surroundings what it needs from others
     * @throws IOException when a socket cannot be opened; nothing stays open
     */
    public static MappingServer open(MappingServerSettings settings, Surroundings surroundings)
            throws IOException {
        return new MappingServer(settings, surroundings);
    }

    /**
     * Takes other settings without a pause, where that is possible. Waits until it is done.
     *
     * @param now the settings
     * @return whether it is; else nothing has changed, and a new server is needed
     */
    public boolean configure(MappingServerSettings now) {
        if (!settings.sameSockets(now)) {
            return false;
        }
        settings = now;
        sockets.ask(() -> {
            store.settings(now.mappings());
            speak(now);
            return true;
        });
        return true;
    }

    /** Returns the UDP addresses of NAT-PMP and PCP. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Returns the addresses of UPnP: for each network that of TCP, then that of UDP. */
    public List<InetSocketAddress> upnpAddresses() {
        return upnp.map(UpnpServer::addresses).orElse(List.of());
    }

    /** Returns whether the thread answers and the sockets are open. */
    public boolean isHealthy() {
        return sockets.isHealthy();
    }

    private MappingStatus now() {
        return new MappingStatus(
                store.all(),
                store.history(),
                store.external(),
                store.epochSeconds(),
                store.denied(),
                sockets.timers().nanos());
    }

    /** Returns the leases; the last known ones when it is closed. */
    public MappingStatus status() {
        sockets.ask(this::now).ifPresent(now -> lastStatus = now);
        return lastStatus;
    }

    /**
     * Does something to a lease, for the owner of the house.
     *
     * @param what one of the store's methods that take a number
     * @return whether there was such a lease; false when the thread does not answer
     */
    public boolean perform(Function<MappingStore, Boolean> what) {
        return sockets.ask(() -> what.apply(store)).orElse(false);
    }

    /** Closes the ports and the sockets; leases are kept for the next time. */
    @Override
    public void close() {
        CompletableFuture<Boolean> saved = new CompletableFuture<>();
        sockets.ask(() -> {
            closing = true;
            announcements.stop();
            upnp.ifPresent(UpnpServer::leave);
            store.shut();
            gate.disconnect();
            return writer.whenSaved(() -> saved.complete(true));
        });
        boolean whole = saved.completeOnTimeout(false, SAVING_SECONDS, TimeUnit.SECONDS).join();
        if (!whole) {
            Logger.warn("port mappings not saved at the end path={}", settings.file());
        }
        sockets.close();
    }
}
