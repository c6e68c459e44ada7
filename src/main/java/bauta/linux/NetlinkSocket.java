package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** An AF_NETLINK socket, netlink(7). Requests wait for their answer. Owned by one thread. */
final class NetlinkSocket implements AutoCloseable {
    static final int ROUTE = 0;
    static final int GENERIC = 16;

    private static final int AF_NETLINK = 16;
    private static final int RAW = 3;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int EVENT_BUFFER_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 65_536;
    private static final int MSG_DONTWAIT = 0x40;

    private final int fd;
    private final MemorySegment incoming = Arena.ofAuto().allocate(BUFFER_BYTES, 16);
    private final ByteBuffer received = incoming.asByteBuffer();
    private int sequence;

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket.
     *
     * @param protocol {@link #ROUTE} or {@link #GENERIC}
     * @param groups bit mask of multicast groups to listen to, 0 for none
     */
    static NetlinkSocket open(int protocol, int groups) {
        int fd =
                Libc.check(
                        "socket AF_NETLINK",
                        Libc.socket(AF_NETLINK, RAW | Sockets.CLOEXEC, protocol));
        try (Arena arena = Arena.ofConfined()) {
            if (groups != 0) {
                Sockets.setInt(fd, Sockets.SOL_SOCKET, SO_RCVBUFFORCE, EVENT_BUFFER_BYTES);
            }
            MemorySegment name = arena.allocate(12, 4);
            name.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            name.set(JAVA_INT, 8, groups);
            Libc.check("bind AF_NETLINK", Libc.bind(fd, name));
            return new NetlinkSocket(fd);
        } catch (LinuxException e) {
            Sockets.close(fd);
            throw e;
        }
    }

    int fd() {
        return fd;
    }

    /**
     * Takes what has come, without waiting.
     *
     * @return messages, valid until the next call; null when there is none
     * @throws LinuxException ENOBUFS when events were lost
     */
    @org.jspecify.annotations.Nullable
    NetlinkMessages receive() {
        long length = Libc.recv(fd, incoming.address(), BUFFER_BYTES, MSG_DONTWAIT);
        if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
            return null;
        }
        Libc.check("recv AF_NETLINK", length);
        return new NetlinkMessages(received.clear().limit((int) length));
    }

    /**
     * Sends a request that wants an acknowledgement and waits for it.
     *
     * @param call its name for errors
     * @param request must carry {@link NetlinkRequest#FLAG_ACK}
     * @return 0 or the positive errno
     */
    int transact(String call, NetlinkRequest request) {
        return exchange(call, request, _ -> {});
    }

    /**
     * Sends a request and gives every answer to a taker until the kernel says that it is done.
     *
     * @param call its name for errors
     * @param request must carry {@link NetlinkRequest#FLAG_ACK} or {@link NetlinkRequest#FLAG_DUMP}
     * @param taker sees each message of the answer, valid during the call
     * @return 0 or the positive errno of the kernel's answer
     */
    int exchange(String call, NetlinkRequest request, Consumer<NetlinkMessages> taker) {
        send(call, request);
        while (true) {
            long length = Libc.recv(fd, incoming.address(), BUFFER_BYTES, 0);
            if (length == -Errno.EINTR) {
                continue;
            }
            Libc.check(call, length);
            NetlinkMessages messages = new NetlinkMessages(received.clear().limit((int) length));
            while (messages.next()) {
                if (messages.sequence() != sequence) {
                    continue;
                }
                if (messages.type() == NetlinkMessages.ERROR) {
                    return messages.errno();
                }
                if (messages.type() == NetlinkMessages.DONE) {
                    return 0;
                }
                taker.accept(messages);
            }
        }
    }

    /**
     * Sends a request without waiting for an answer.
     *
     * @param call its name for errors
     * @param request whatever it is
     */
    void send(String call, NetlinkRequest request) {
        ByteBuffer message = request.finish(++sequence);
        MemorySegment segment = MemorySegment.ofBuffer(message);
        Libc.check(call, Libc.send(fd, segment.address(), segment.byteSize(), 0));
    }

    @Override
    public void close() {
        Sockets.close(fd);
    }
}
