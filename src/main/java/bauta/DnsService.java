package bauta;

import bauta.service.Service;
import bauta.service.dns.DnsForwarder;
import bauta.service.dns.DnsSettings;
import bauta.service.dns.DnsStatus;
import bauta.service.dns.LanNames;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The DNS forwarder as a service. What it must know at once when it is opened, it is told here, be
 * it open or not. Any thread.
 */
final class DnsService implements Service {
    private final Supplier<DnsSettings> settings;
    private volatile Optional<Running> running = Optional.empty();
    private List<Ipv4Address> upstreams = List.of();
    private LanNames names = LanNames.NONE;

    private record Running(DnsForwarder forwarder, DnsSettings settings) {}

    /**
     * Makes it, closed.
     *
     * @param settings what it is to do as of now
     */
    DnsService(Supplier<DnsSettings> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized void open() throws IOException {
        DnsSettings now = settings.get();
        close(); // never two at once: the second would find its ports taken
        DnsForwarder forwarder = DnsForwarder.open(now);
        forwarder.names(names);
        forwarder.upstreams(upstreams);
        running = Optional.of(new Running(forwarder, now));
    }

    @Override
    public synchronized void close() {
        Optional<Running> was = running;
        running = Optional.empty();
        was.ifPresent(it -> it.forwarder().close());
    }

    @Override
    public boolean isHealthy() {
        return running.filter(it -> it.forwarder().isHealthy()).isPresent();
    }

    /**
     * Returns whether it is open with other settings than it should have as of now. Waits for an
     * opening under way, which may have asked for them too early.
     */
    synchronized boolean isOutdated() {
        return running.filter(it -> !it.settings().equals(settings.get())).isPresent();
    }

    /**
     * Takes the provider's servers.
     *
     * @param servers primary first
     */
    synchronized void upstreams(List<Ipv4Address> servers) {
        upstreams = List.copyOf(servers);
        running.ifPresent(it -> it.forwarder().upstreams(servers));
    }

    /** Returns whether the provider has named a server. */
    synchronized boolean hasUpstreams() {
        return !upstreams.isEmpty();
    }

    /** Takes the names of the house. */
    synchronized void names(LanNames now) {
        names = now;
        running.ifPresent(it -> it.forwarder().names(now));
    }

    /** Returns whether the forwarder, asked now, gets a usable answer; waits 2.5 s at most. */
    boolean answers() {
        return running.map(it -> it.forwarder().probe().toCompletableFuture().join()).orElse(false);
    }

    /** Returns what it did, while it is open. */
    Optional<DnsStatus> status() {
        return running.map(it -> it.forwarder().status());
    }
}
