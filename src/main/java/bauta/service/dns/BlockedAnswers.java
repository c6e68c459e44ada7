package bauta.service.dns;

import bauta.wire.Ipv4Address;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/** The answers that were withheld lately: the newest first, bounded. Owned by the dns loop. */
final class BlockedAnswers {
    private static final int KEPT = 32;

    private final InstantSource time;
    private final Map<What, DnsStatus.BlockedAnswer> latest = new LinkedHashMap<>();
    private long total;

    private record What(String name, Ipv4Address client) {}

    BlockedAnswers(InstantSource time) {
        this.time = time;
    }

    /** Notes one, and says so in the log the first time. */
    void add(String name, String address, Ipv4Address client) {
        total++;
        What what = new What(name, client);
        DnsStatus.BlockedAnswer before = latest.remove(what);
        if (before == null && (total <= KEPT || Long.bitCount(total) == 1)) {
            Logger.warn("dns answer withheld name={} address={} client={}", name, address, client);
        }
        long times = before == null ? 1 : before.times() + 1;
        latest.put(what, new DnsStatus.BlockedAnswer(name, address, client, time.millis(), times));
        if (latest.size() > KEPT) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    long total() {
        return total;
    }

    List<DnsStatus.BlockedAnswer> latest() {
        return new ArrayList<>(latest.values()).reversed();
    }
}
