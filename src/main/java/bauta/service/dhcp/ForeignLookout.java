package bauta.service.dhcp;

import bauta.engine.Timers;
import bauta.engine.TokenBucket;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * Joins what tells of other DHCP servers to the {@link ForeignWatch}, asks the LAN who they are,
 * and tells the listener. Clients can claim anything, so only a few claims a minute are looked
 * into. On the dhcp loop.
 */
final class ForeignLookout {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int CLAIMS_PER_SECOND = 1;
    private static final int CLAIMS_AT_ONCE = 4;

    private final Timers timers;
    private final AddressProbe probe;
    private final LeaseListener listener;
    private final ForeignWatch watch = new ForeignWatch();
    private final TokenBucket claims;
    private Optional<Named> told = Optional.empty();

    private record Named(Ipv4Address address, Optional<MacAddress> mac) {}

    ForeignLookout(Timers timers, AddressProbe probe, LeaseListener listener) {
        this.timers = timers;
        this.probe = probe;
        this.listener = listener;
        this.claims = new TokenBucket(CLAIMS_PER_SECOND, CLAIMS_AT_ONCE, timers.nanos());
    }

    /**
     * Looks at regular times from now on.
     *
     * @param interval how often; zero for never
     * @param look asks the LAN for servers
     */
    void start(Duration interval, Runnable look) {
        if (!interval.isZero()) {
            look.run();
            tell();
            Duration next = watch.interval(interval, timers.nanos());
            timers.at(timers.nanos() + next.toNanos(), () -> start(interval, look));
        }
    }

    /** Takes a sign of a server. */
    void sighted(Ipv4Address server) {
        long now = timers.nanos();
        boolean known = told.filter(t -> t.address().equals(server)).isPresent();
        if (!known && !claims.take(now)) {
            return;
        }
        if (watch.sighted(server, now)) {
            probe.ask(server, PATIENCE, user -> user.ifPresent(mac -> identified(server, mac)));
        }
        tell();
    }

    private void identified(Ipv4Address server, MacAddress mac) {
        watch.identified(server, mac);
        tell();
    }

    private void tell() {
        Optional<ForeignServer> now = status();
        Optional<Named> named = now.map(server -> new Named(server.address(), server.mac()));
        if (!named.equals(told)) {
            told = named;
            named.ifPresentOrElse(
                    server ->
                            Logger.warn(
                                    "dhcp another server is on the LAN address={} mac={}",
                                    server.address(),
                                    server.mac().map(MacAddress::toString).orElse("unknown")),
                    () -> Logger.info("dhcp the other server has gone"));
            listener.foreignServer(now);
        }
    }

    /** Returns the server that is there as far as is known. */
    Optional<ForeignServer> status() {
        return watch.status(timers.nanos());
    }
}
