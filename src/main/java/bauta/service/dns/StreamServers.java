package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.Timers;
import bauta.service.SocketsHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks servers by connections, plain (RFC 7766) or encrypted (RFC 7858): one per server, used again
 * while it lives, so that the handshake is paid once. Owned by the dns loop.
 */
final class StreamServers implements Exchange.Opener {
    private final SocketsHandler sockets;
    private final TlsClientHandler tls;
    private final Duration timeout;
    private final DropCounters drops;
    private final Map<UpstreamServer, StreamHandler> open = new HashMap<>();

    /**
     * Makes one without connections.
     *
     * @param sockets where the sockets live
     * @param tls how servers prove who they are
     * @param timeout how long a server may take to accept a connection
     * @param drops counts messages that answer nothing
     */
    StreamServers(
            SocketsHandler sockets, TlsClientHandler tls, Duration timeout, DropCounters drops) {
        this.sockets = sockets;
        this.tls = tls;
        this.timeout = timeout;
        this.drops = drops;
    }

    @Override
    public Exchange open(UpstreamServer server, byte[] query, Exchange.Listener listener) {
        return connectionFor(server, DnsReplies.id(query)).ask(query, listener);
    }

    private StreamHandler connectionFor(UpstreamServer server, int id) {
        StreamHandler known = open.get(server);
        return known != null && known.isFree(id) ? known : fresh(server);
    }

    /** Opens a connection that takes the place of an older one to the same server. */
    StreamHandler fresh(UpstreamServer server) {
        StreamHandler connection = new StreamHandler(this, server);
        open.put(server, connection);
        connection.connect(sockets, tls, timeout);
        return connection;
    }

    /** A connection takes no more queries. */
    void gone(UpstreamServer server, StreamHandler connection) {
        open.remove(server, connection);
    }

    Timers timers() {
        return sockets.timers();
    }

    /** Does something later on the loop. */
    void later(Runnable task) {
        sockets.executor().execute(task);
    }

    DropCounters drops() {
        return drops;
    }
}
