package bauta.service.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers are asked for which name: those of the longest domain that the name lies in, else
 * those for everything. Owned by the dns loop.
 */
final class UpstreamChoice {
    private final Upstreams everything = new Upstreams("");
    private final Map<String, Upstreams> domains = new HashMap<>();
    private final boolean configured;

    /** Takes the servers of the configuration. */
    UpstreamChoice(DnsSettings.Forwarding settings) {
        this.configured = !settings.servers().isEmpty();
        everything.replace(settings.servers());
        for (DnsSettings.DomainServers domain : settings.domains()) {
            if (!domain.servers().isEmpty()) {
                domains.computeIfAbsent(domain.domain(), Upstreams::new).replace(domain.servers());
            }
        }
    }

    /** Takes the provider's servers, unless the configuration has its own. */
    void provider(List<UpstreamServer> servers) {
        if (!configured) {
            everything.replace(servers);
        }
    }

    /** Returns the servers for a name in small letters. */
    Upstreams of(String name) {
        String suffix = name;
        while (!domains.isEmpty() && !suffix.isEmpty()) {
            Upstreams found = domains.get(suffix);
            if (found != null) {
                return found;
            }
            int dot = suffix.indexOf('.');
            suffix = dot < 0 ? "" : suffix.substring(dot + 1);
        }
        return everything;
    }

    List<DnsStatus.UpstreamStatus> status() {
        List<DnsStatus.UpstreamStatus> all = new ArrayList<>(everything.status());
        domains.values().forEach(upstreams -> all.addAll(upstreams.status()));
        return all;
    }
}
