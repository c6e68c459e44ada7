package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.Timers;
import bauta.service.SocketsHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Asks servers by UDP. In a calm house every query leaves from a random port of its own, which is
 * closed with the answer (RFC 5452 section 9.2). In a storm, opening ports would be most of the
 * work: beyond {@link #FRESH_PER_SECOND} queries leave from one of the ports that are open, chosen
 * at random, each at most {@link #LIFE_NANOS} old. Owned by the dns loop.
 */
final class UdpPorts implements Exchange.Opener {
    /** Ports opened towards one server in one second. */
    static final int FRESH_PER_SECOND = 64;

    /** How long a port is used. */
    static final long LIFE_NANOS = 2_000_000_000L;

    private static final long SECOND = 1_000_000_000L;

    private final SocketsHandler sockets;
    private final IntSupplier random;
    private final DropCounters drops;
    private final Map<UpstreamServer, Pool> pools = new HashMap<>();

    /**
     * Makes one with no port open.
     *
     * @param sockets where the sockets live
     * @param random numbers that nobody can foresee, not negative
     * @param drops counts messages that answer nothing
     */
    UdpPorts(SocketsHandler sockets, IntSupplier random, DropCounters drops) {
        this.sockets = sockets;
        this.random = random;
        this.drops = drops;
    }

    @Override
    public Exchange open(UpstreamServer server, byte[] query, Exchange.Listener listener) {
        return pools.computeIfAbsent(server, Pool::new).open(query, listener);
    }

    /** The ports towards one server. */
    final class Pool {
        private final UpstreamServer server;
        private final List<UdpPortHandler> shared = new ArrayList<>();
        private long windowNanos;
        private int opened;

        Pool(UpstreamServer server) {
            this.server = server;
            this.windowNanos = sockets.timers().nanos();
        }

        private Exchange open(byte[] query, Exchange.Listener listener) {
            long now = sockets.timers().nanos();
            if (now - windowNanos >= SECOND) {
                windowNanos = now;
                opened = 0;
            }
            if (opened >= FRESH_PER_SECOND && !shared.isEmpty()) {
                UdpPortHandler any = shared.get(random.getAsInt() % shared.size());
                if (any.isFree(DnsReplies.id(query))) {
                    return any.ask(query, listener);
                }
            }
            opened++;
            UdpPortHandler fresh = new UdpPortHandler(sockets, server, this);
            shared.add(fresh);
            Exchange exchange = fresh.ask(query, listener);
            fresh.connect(random);
            return exchange;
        }

        /** Returns whether a port that nobody waits on is closed at once. */
        boolean isCalm() {
            return opened < FRESH_PER_SECOND;
        }

        Timers timers() {
            return sockets.timers();
        }

        DropCounters drops() {
            return drops;
        }

        /** A port takes no more queries. */
        void retire(UdpPortHandler port) {
            shared.remove(port);
        }
    }
}
