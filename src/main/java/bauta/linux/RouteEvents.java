package bauta.linux;

import java.util.function.Consumer;

/**
 * Listens to changes of interfaces, IPv4 addresses and IPv4 neighbours. Owned by one thread, which
 * polls {@link #fd}.
 */
public final class RouteEvents implements AutoCloseable {
    private static final int GROUP_LINK = 0x1;
    private static final int GROUP_NEIGHBOUR = 0x4;
    private static final int GROUP_IPV4_ADDRESS = 0x10;
    private static final int BATCH = 64;

    private final NetlinkSocket socket;

    private RouteEvents(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Subscribes, in the network namespace of the calling thread. */
    public static RouteEvents open() {
        int groups = GROUP_LINK | GROUP_NEIGHBOUR | GROUP_IPV4_ADDRESS;
        return new RouteEvents(NetlinkSocket.open(NetlinkSocket.ROUTE, groups));
    }

    /** Returns the descriptor to poll for reading. */
    public int fd() {
        return socket.fd();
    }

    /**
     * Takes events that have come, without waiting and a bounded number of them.
     *
     * @param taker sees each
     * @return whether all events came; false when the kernel had to throw some away, so that the
     *     caller must dump anew
     */
    public boolean poll(Consumer<RouteEvent> taker) {
        try {
            for (int i = 0; i < BATCH; i++) {
                NetlinkMessages messages = socket.receive();
                if (messages == null) {
                    return true;
                }
                while (messages.next()) {
                    RouteMessages.read(messages, taker);
                }
            }
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOBUFS) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
