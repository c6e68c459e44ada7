package bauta.service.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The servers in their order of preference: as given, those out of order last. One that is out is
 * probed beside a client's query every few seconds, so that no client waits for it and it comes
 * back by itself. Owned by the dns loop.
 */
final class Upstreams {
    /** Time between probes of a server that is out. */
    static final long PROBE_NANOS = 5_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private final String domain;
    private List<Upstream> all = List.of();
    private long nextProbeNanos = NEVER;

    /**
     * Makes an empty list.
     *
     * @param domain what its servers are asked for; empty for everything else
     */
    Upstreams(String domain) {
        this.domain = domain;
    }

    /** Returns whether its servers are asked for one domain, by the choice of the house. */
    boolean isChosen() {
        return !domain.isEmpty();
    }

    String domain() {
        return domain;
    }

    /** Returns whether one of them is asked by TLS, which takes longer to begin. */
    boolean usesTls() {
        return all.stream().anyMatch(upstream -> upstream.server().tls());
    }

    /** Takes a new list; servers that stay keep their health. */
    void replace(List<UpstreamServer> servers) {
        List<Upstream> next = new ArrayList<>();
        for (UpstreamServer server : servers.stream().distinct().toList()) {
            next.add(find(server).orElseGet(() -> new Upstream(server)));
        }
        all = List.copyOf(next);
        nextProbeNanos = NEVER;
    }

    private Optional<Upstream> find(UpstreamServer server) {
        return all.stream().filter(upstream -> upstream.server().equals(server)).findFirst();
    }

    /** Returns whom to ask in turn: the preferred one first, the list repeated up to a length. */
    List<Upstream> order(int tries) {
        List<Upstream> preferred = new ArrayList<>();
        all.stream().filter(Upstream::healthy).forEach(preferred::add);
        if (preferred.isEmpty()) {
            preferred.addAll(all);
        }
        List<Upstream> order = new ArrayList<>();
        for (int i = 0; i < tries && !preferred.isEmpty(); i++) {
            order.add(preferred.get(i % preferred.size()));
        }
        return order;
    }

    /** Returns the servers that are out, when their probe is due; else none. */
    List<Upstream> probesDue(long nowNanos) {
        List<Upstream> out = all.stream().filter(upstream -> !upstream.healthy()).toList();
        boolean due = nextProbeNanos == NEVER || nowNanos - nextProbeNanos >= 0;
        if (out.isEmpty() || out.size() == all.size() || !due) {
            return List.of();
        }
        nextProbeNanos = nowNanos + PROBE_NANOS;
        return out;
    }

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<DnsStatus.UpstreamStatus> status() {
        return all.stream().map(upstream -> upstream.status(domain)).toList();
    }
}
