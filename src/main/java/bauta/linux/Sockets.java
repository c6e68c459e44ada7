package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import bauta.wire.Ipv4Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Sockets with options that Netty lacks, as bare descriptors for {@code new
 * EpollDatagramChannel(fd)} and {@code new EpollServerSocketChannel(fd)}. All are non-blocking and
 * close-on-exec; whoever receives the descriptor closes it.
 */
public final class Sockets {
    static final int NONBLOCK = 0x800;
    static final int CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;

    private static final int AF_INET = 2;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_BROADCAST = 6;
    private static final int SO_BINDTODEVICE = 25;
    private static final int IPPROTO_IP = 0;
    private static final int IP_FREEBIND = 15;
    private static final int BACKLOG = 128;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private Sockets() {}

    /**
     * Opens a UDP socket that sends and receives by one device only, broadcasts included. The
     * address need not exist yet.
     *
     * @param device interface name
     * @param address local address, or {@link Ipv4Address#ANY}
     * @param port local port, or 0 for one of the kernel's choice
     * @return the descriptor
     * @throws LinuxException when the device does not exist or the port is taken
     */
    public static int udpBoundToDevice(String device, Ipv4Address address, int port) {
        int fd = open(DATAGRAM);
        try {
            setFlag(fd, SOL_SOCKET, SO_BROADCAST);
            bindToDevice(fd, device);
            bind(fd, device, address, port);
            return fd;
        } catch (LinuxException e) {
            close(fd);
            throw e;
        }
    }

    /**
     * Opens a TCP listener that accepts by one device only. The address need not exist yet.
     *
     * @param device interface name
     * @param address local address, or {@link Ipv4Address#ANY}
     * @param port local port
     * @return the descriptor, already listening
     * @throws LinuxException when the device does not exist or the port is taken
     */
    public static int tcpListenerBoundToDevice(String device, Ipv4Address address, int port) {
        int fd = open(STREAM);
        try {
            bindToDevice(fd, device);
            bind(fd, device, address, port);
            Libc.check("listen", Libc.listen(fd, BACKLOG));
            return fd;
        } catch (LinuxException e) {
            close(fd);
            throw e;
        }
    }

    /**
     * Opens a TCP socket that connects by one device only.
     *
     * @param device interface name
     * @return the descriptor, not connected, for {@code new EpollSocketChannel(fd)}
     * @throws LinuxException when the device does not exist
     */
    public static int tcpBoundToDevice(String device) {
        int fd = open(STREAM);
        try {
            bindToDevice(fd, device);
            return fd;
        } catch (LinuxException e) {
            close(fd);
            throw e;
        }
    }

    /**
     * Closes a descriptor; an error leaves it closed all the same.
     *
     * @param fd a descriptor that nobody else will close
     */
    public static void close(int fd) {
        // The kernel has let go of the number whatever close(2) returns, so nothing is left to do.
        long ignored = Libc.close(fd);
        assert ignored != -Errno.EBADF : "closed twice: " + fd;
    }

    private static int open(int type) {
        int fd = Libc.check("socket", Libc.socket(AF_INET, type | NONBLOCK | CLOEXEC, 0));
        setFlag(fd, SOL_SOCKET, SO_REUSEADDR);
        setFlag(fd, IPPROTO_IP, IP_FREEBIND);
        return fd;
    }

    static void setFlag(int fd, int level, int name) {
        setInt(fd, level, name, 1);
    }

    static void setInt(int fd, int level, int name, int value) {
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(
                    "setsockopt " + level + " " + name,
                    Libc.setsockopt(fd, level, name, arena.allocateFrom(JAVA_INT, value)));
        }
    }

    private static void bindToDevice(int fd, String device) {
        try (Arena arena = Arena.ofConfined()) {
            Libc.check(
                    "SO_BINDTODEVICE " + device,
                    Libc.setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, arena.allocateFrom(device)));
        }
    }

    private static void bind(int fd, String device, Ipv4Address address, int port) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SOCKADDR_IN_BYTES, 4);
            name.set(JAVA_SHORT, 0, (short) AF_INET);
            name.set(NETWORK_SHORT, 2, (short) port);
            name.set(NETWORK_INT, 4, address.bits());
            Libc.check("bind " + address + ":" + port + " on " + device, Libc.bind(fd, name));
        }
    }
}
