package bauta;

import bauta.control.admin.traffic.MappingsView;
import bauta.control.words.Words;
import bauta.nat.PeerFilter;
import bauta.service.mapping.MappingEvent;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.MappingStatus;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The port mappings as people list them. */
final class MappingViews {
    private final Map<String, String> names;
    private final Map<Integer, Long> connections;
    private final Locale locale;

    /**
     * Prepares views.
     *
     * @param names what hosts are called, by address
     * @param connections how many came in, by lease
     * @param locale of the texts
     */
    MappingViews(Map<String, String> names, Map<Integer, Long> connections, Locale locale) {
        this.names = names;
        this.connections = connections;
        this.locale = locale;
    }

    /** Returns the view of a service that does not run. */
    static MappingsView none() {
        return new MappingsView(Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    /** Returns the view of the leases. */
    MappingsView view(MappingStatus status) {
        return new MappingsView(
                status.external().map(Ipv4Address::toString),
                status.external()
                        .filter(MappingStatus::isBehindAnother)
                        .map(address ->
                                Words.text(locale, "mappings.unreachable", address.toString())),
                status.leases().stream().map(lease -> mapping(lease, status.nowNanos())).toList(),
                status.history().reversed().stream()
                        .map(event -> event(event, status.nowNanos()))
                        .toList());
    }

    private MappingsView.Mapping mapping(MappingLease lease, long now) {
        String address = lease.internal().address().toString();
        return new MappingsView.Mapping(
                lease.id(),
                lease.state().name(),
                lease.source().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                protocol(lease),
                lease.externalPort(),
                address,
                names.getOrDefault(address, ""),
                lease.internal().port(),
                lease.terms().description(),
                lease.terms().filters().stream().map(MappingViews::peer).toList(),
                millis(Math.max(0, lease.deadlineNanos() - now)),
                connections.getOrDefault(lease.id(), 0L));
    }

    private static String peer(PeerFilter filter) {
        return filter.peers() + (filter.port() == 0 ? "" : ":" + filter.port());
    }

    private static MappingsView.Event event(MappingEvent event, long now) {
        MappingLease lease = event.lease();
        return new MappingsView.Event(
                millis(now - event.atNanos()),
                event.what().name(),
                lease.id(),
                protocol(lease),
                lease.externalPort(),
                lease.internal().address().toString(),
                lease.internal().port(),
                lease.terms().description());
    }

    private static String protocol(MappingLease lease) {
        return lease.internal().protocol() == Ipv4Header.PROTOCOL_TCP ? "tcp" : "udp";
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
