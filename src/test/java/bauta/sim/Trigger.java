package bauta.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * For whom a port trigger may be open and for whom it is, as the packets show it: whoever begins a
 * flow of its kind has it until it has begun none for the lifetime.
 */
final class Trigger {
    /** What opens it: UDP to this port. */
    static final int OPENED_BY = 4001;

    /** The first port that it opens. */
    static final int FIRST = 6900;

    /** How many it opens. */
    static final int PORTS = 4;

    static final Duration LIFETIME = Duration.ofSeconds(20);

    private final VirtualTime time;
    private final Map<Integer, Long> maybe = new HashMap<>();
    private int holder;
    private long sureUntil;

    Trigger(VirtualTime time) {
        this.time = time;
    }

    static boolean has(int port) {
        return port >= FIRST && port < FIRST + PORTS;
    }

    private long until() {
        return time.nanos() + LIFETIME.toNanos();
    }

    /** A host may have begun a flow that opens it. */
    void perhaps(int host) {
        if (!isSure() || host == holder) {
            maybe.put(host, until());
        }
    }

    /** A host has begun one. */
    void begun(int host) {
        boolean alone = maybe.keySet().stream().allMatch(other -> other == host || !mayLead(other));
        perhaps(host);
        if (alone && (!isSure() || host == holder)) {
            holder = host;
            sureUntil = until();
        }
    }

    /** Whether it is open for somebody, for sure. */
    boolean isSure() {
        return time.nanos() < sureUntil;
    }

    boolean mayLead(int host) {
        return maybe.getOrDefault(host, 0L) >= time.nanos() && (!isSure() || host == holder);
    }

    /** There is none any more. */
    void clear() {
        maybe.clear();
        sureUntil = 0;
    }
}
