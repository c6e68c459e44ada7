package bauta.service.dns;

import bauta.wire.Ipv4Address;
import java.util.LinkedHashSet;

/**
 * The open TCP connections of clients, the one idle longest first. When there is no room the first
 * makes way, so that idle clients cannot lock the others out. Owned by the dns loop.
 */
final class TcpConnections {
    /** The part of the table that one client may use. */
    private static final int SHARE = 4;

    private final LinkedHashSet<Connection> open = new LinkedHashSet<>();
    private final int limit;

    /** One client's connection; equality is identity. */
    interface Connection {
        /** Returns the client. */
        Ipv4Address address();

        /** Closes it to make room. */
        void evict();
    }

    TcpConnections(int limit) {
        this.limit = limit;
    }

    /** Takes a new connection; another may have to go for it. */
    void opened(Connection connection) {
        long ofClient = open.stream().filter(c -> c.address().equals(connection.address())).count();
        if (ofClient >= Math.max(1, limit / SHARE)) {
            open.stream()
                    .filter(c -> c.address().equals(connection.address()))
                    .findFirst()
                    .ifPresent(this::evict);
        } else if (open.size() >= limit) {
            evict(open.getFirst());
        }
        open.add(connection);
    }

    private void evict(Connection connection) {
        open.remove(connection);
        connection.evict();
    }

    /** Notes life: it becomes the last to go. */
    void used(Connection connection) {
        if (open.remove(connection)) {
            open.add(connection);
        }
    }

    void closed(Connection connection) {
        open.remove(connection);
    }

    int size() {
        return open.size();
    }
}
