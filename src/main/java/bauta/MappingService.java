package bauta;

import bauta.service.Service;
import bauta.service.mapping.MappingServer;
import bauta.service.mapping.MappingServerSettings;
import bauta.service.mapping.MappingStatus;
import bauta.service.mapping.MappingStore;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Port mappings by programs as a service. Any thread. */
final class MappingService implements Service {
    private final Supplier<MappingServerSettings> settings;
    private final MappingServer.Surroundings surroundings;
    private volatile Optional<Running> running = Optional.empty();

    private record Running(MappingServer server, MappingServerSettings settings) {}

    /**
     * Makes it, closed.
     *
     * @param settings what it is to do as of now
     * @param surroundings what it needs from others
     */
    MappingService(
            Supplier<MappingServerSettings> settings, MappingServer.Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    @Override
    public synchronized void open() throws IOException {
        MappingServerSettings now = settings.get();
        close();
        running = Optional.of(new Running(MappingServer.open(now, surroundings), now));
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
        Running before = running.orElse(null);
        MappingServerSettings now = settings.get();
        if (before == null || before.settings().equals(now)) {
            return false;
        }
        boolean taken = before.server().configure(now);
        if (taken) {
            running = Optional.of(new Running(before.server(), now));
        }
        return !taken;
    }

    /** Returns the leases, while it is open. */
    Optional<MappingStatus> status() {
        return running.map(it -> it.server().status());
    }

    /**
     * Does something to a lease, for the owner of the house.
     *
     * @param what one of the store's methods that take a number
     * @return whether there was such a lease
     */
    boolean perform(Function<MappingStore, Boolean> what) {
        return running.map(it -> it.server().perform(what)).orElse(false);
    }
}
