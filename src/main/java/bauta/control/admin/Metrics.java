package bauta.control.admin;

import bauta.forward.ForwardStatus;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dns.DnsStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The router's figures for Prometheus: names and units by its rules. Blocks as the status does. */
final class Metrics {
    private static final double MILLIS = 1000;
    private static final double MICROS = 1_000_000;
    private static final List<String> STATES =
            List.of("RUNNING", "STARTING", "STOPPED", "FAILED", "WAITING", "NOT_BUILT");

    private final Control control;
    private final Seats seats;
    private final EventStreams streams;

    Metrics(Control control, Seats seats, EventStreams streams) {
        this.control = control;
        this.seats = seats;
        this.streams = streams;
    }

    /** Gathers and writes them all. */
    String text() {
        MetricsText out = new MetricsText();
        StatusDocument status = control.status();
        process(out, status);
        uplinks(out, status.uplinks());
        forward(out, status.forward());
        out.counter("bauta_drops_total", "Frames that ended inside, by reason.")
                .samples("reason", allDrops(status));
        status.dns().ifPresent(dns -> dns(out, dns));
        dhcp(out, status.dhcp());
        services(out, control.services());
        admin(out);
        memory(out);
        return out.toString();
    }

    private static void process(MetricsText out, StatusDocument status) {
        out.gauge("bauta_build_info", "Version of the software, in a label.")
                .sample("version", status.version(), 1);
        out.gauge("bauta_uptime_seconds", "Time since the router's process started.")
                .sample(status.uptimeMillis() / MILLIS);
    }

    private static void uplinks(MetricsText out, List<UplinkView> uplinks) {
        out.gauge("bauta_uplink_up", "Whether the uplink is up.");
        uplinks.forEach(u -> out.sample("uplink", u.name(), u.state().equals("UP") ? 1 : 0));
        out.gauge("bauta_uplink_state_seconds", "How long it has been up, or has not been.");
        uplinks.forEach(u -> out.sample("uplink", u.name(), u.stateMillis() / MILLIS));
        out.counter("bauta_uplink_dials_total", "Dials since start.");
        uplinks.forEach(u -> out.sample("uplink", u.name(), u.attempts()));
        out.gauge("bauta_uplink_cause", "Number of why it is down, or was down last.");
        uplinks.forEach(u -> out.sample("uplink", u.name(), u.lastCauseNumber()));
        out.gauge("bauta_uplink_mtu_bytes", "Longest packet while it is up.");
        uplinks.forEach(u -> out.sample("uplink", u.name(), u.mtuBytes()));
    }

    private static void forward(MetricsText out, ForwardStatus path) {
        out.counter("bauta_frames_received_total", "Frames that entered the packet path.")
                .sample("side", "lan", path.receivedLan())
                .sample("side", "wan", path.receivedWan())
                .sample("side", "router", path.receivedTun());
        out.counter("bauta_frames_sent_total", "Frames that left the packet path.")
                .sample("side", "lan", path.sentLan())
                .sample("side", "wan", path.sentWan())
                .sample("side", "router", path.sentTun());
        out.counter("bauta_frames_generated_total", "Packets that the packet path made itself.")
                .sample(path.generated());
        out.gauge("bauta_frames_held", "Packets that wait for a neighbour or a fragment.")
                .sample(path.held());
        out.gauge("bauta_flows", "Tracked flows.").sample(path.flow().flows());
        out.gauge("bauta_flows_capacity", "Flows that there is room for.")
                .sample(path.flow().capacity());
        out.gauge("bauta_flow_hosts", "Inside hosts that have flows.").sample(path.flow().hosts());
        out.counter("bauta_flows_created_total", "Flows ever made.").sample(path.flow().created());
        out.counter("bauta_flows_ended_total", "Flows that ended by themselves or made room.")
                .sample("how", "expired", path.flow().expired())
                .sample("how", "evicted", path.flow().evicted());
        out.gauge("bauta_nat_mappings", "Mappings of inside ports to outside ones.")
                .sample(path.nat().mappings());
        out.counter("bauta_nat_refused_total", "How often no outside port was free.")
                .sample(path.nat().refused());
    }

    /** Those of the packet path and those of the services, whose reasons are their own. */
    private static Map<String, Long> allDrops(StatusDocument status) {
        Map<String, Long> all = new TreeMap<>(status.drops());
        Map<String, Long> services = new HashMap<>();
        status.dns()
                .ifPresent(dns ->
                        dns.drops().forEach((r, n) -> services.merge(r.name(), n, Long::sum)));
        status.dhcp()
                .forEach(dhcp ->
                        dhcp.drops().forEach((r, n) -> services.merge(r.name(), n, Long::sum)));
        services.forEach((reason, count) -> all.merge(reason, count, Math::max));
        return all;
    }

    private static void dns(MetricsText out, DnsStatus dns) {
        out.counter("bauta_dns_queries_total", "Queries of clients.")
                .sample("transport", "udp", dns.queries() - dns.tcpQueries())
                .sample("transport", "tcp", dns.tcpQueries());
        out.counter("bauta_dns_answers_total", "Answers to clients, by where they came from.")
                .sample("from", "upstream", dns.answers())
                .sample("from", "cache", dns.cache().hits())
                .sample("from", "router", dns.ownAnswers());
        out.counter("bauta_dns_blocked_total", "Answers withheld by rebind protection.")
                .sample(dns.blockedAnswers());
        out.gauge("bauta_dns_queries_in_flight", "Queries that wait for an upstream.")
                .sample(dns.inFlight());
        out.gauge("bauta_dns_connections", "TCP connections of clients.").sample(dns.connections());
        cache(out, dns.cache());
        upstreams(out, dns.upstreams());
    }

    private static void cache(MetricsText out, DnsStatus.CacheStatus cache) {
        out.gauge("bauta_dns_cache_entries", "Answers in the cache.").sample(cache.entries());
        out.gauge("bauta_dns_cache_bytes", "Memory that they take.").sample(cache.bytes());
        out.counter("bauta_dns_cache_misses_total", "Queries that were not in the cache.")
                .sample(cache.misses());
        out.counter("bauta_dns_cache_evictions_total", "Answers that went before their time.")
                .sample(cache.evictions());
    }

    private static void upstreams(MetricsText out, List<DnsStatus.UpstreamStatus> upstreams) {
        out.gauge("bauta_dns_upstream_healthy", "Whether the server is asked first.");
        upstreams.forEach(u -> upstream(out, u, u.healthy() ? 1 : 0));
        out.counter("bauta_dns_upstream_asked_total", "Tries sent to the server.");
        upstreams.forEach(u -> upstream(out, u, u.asked()));
        out.counter("bauta_dns_upstream_timeouts_total", "Tries not answered in time.");
        upstreams.forEach(u -> upstream(out, u, u.timeouts()));
        out.gauge("bauta_dns_upstream_round_trip_seconds", "Smoothed time to an answer.");
        upstreams.forEach(u -> upstream(out, u, u.roundTripMicros() / MICROS));
    }

    private static void upstream(MetricsText out, DnsStatus.UpstreamStatus which, Number value) {
        out.sample("server", which.server(), "domain", which.domain(), value);
    }

    private static void dhcp(MetricsText out, List<DhcpStatus> servers) {
        Map<String, Long> received = new HashMap<>();
        Map<String, Long> sent = new HashMap<>();
        for (DhcpStatus server : servers) {
            server.received().forEach((t, n) -> received.merge(t.name(), n, Long::sum));
            server.sent().forEach((t, n) -> sent.merge(t.name(), n, Long::sum));
        }
        out.counter("bauta_dhcp_received_total", "DHCP messages of clients, by type.")
                .samples("type", received);
        out.counter("bauta_dhcp_sent_total", "DHCP messages to clients, by type.")
                .samples("type", sent);
        out.gauge("bauta_dhcp_leases", "Addresses held by clients.")
                .sample(servers.stream().mapToInt(s -> s.leases().size()).sum());
        out.gauge("bauta_dhcp_pool_addresses", "Addresses of the pools.")
                .sample(servers.stream().mapToInt(DhcpStatus::poolSize).sum());
        out.counter("bauta_dhcp_save_failures_total", "Times leases could not be written.")
                .sample(servers.stream().mapToLong(DhcpStatus::saveFailures).sum());
    }

    private static void services(MetricsText out, List<ServiceView> services) {
        out.gauge("bauta_service_state", "1 for the state that the service is in.");
        for (ServiceView service : services) {
            for (String state : STATES) {
                out.sample(
                        "service",
                        service.name(),
                        "state",
                        state,
                        service.state().equals(state) ? 1 : 0);
            }
        }
        out.counter("bauta_service_restarts_total", "Starts anew after a failure.");
        services.forEach(s -> out.sample("service", s.name(), s.restarts()));
    }

    private void admin(MetricsText out) {
        out.gauge("bauta_admin_connections", "Connections to the admin server.")
                .sample(seats.taken());
        out.counter("bauta_admin_connections_refused_total", "Connections not let in.")
                .sample(seats.refused());
        out.counter("bauta_admin_connections_evicted_total", "Idle ones that made room.")
                .sample(seats.evicted());
        out.gauge("bauta_admin_listeners", "Clients that listen to events.")
                .sample(streams.hub().listeners());
        out.counter("bauta_admin_listeners_slow_total", "Listeners dropped for not reading.")
                .sample(streams.slow().get());
        out.counter("bauta_admin_events_lost_total", "Events told to nobody, too many at once.")
                .sample(streams.hub().lost());
    }

    private static void memory(MetricsText out) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        out.gauge("bauta_jvm_memory_used_bytes", "Memory of the JVM in use.")
                .sample("area", "heap", heap.getUsed())
                .sample("area", "nonheap", other.getUsed());
        out.gauge("bauta_jvm_memory_committed_bytes", "Memory of the JVM taken from the system.")
                .sample("area", "heap", heap.getCommitted())
                .sample("area", "nonheap", other.getCommitted());
        out.gauge("bauta_jvm_memory_max_bytes", "Heap that the JVM may take.")
                .sample("area", "heap", heap.getMax());
        out.gauge("bauta_jvm_threads", "Platform threads.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
