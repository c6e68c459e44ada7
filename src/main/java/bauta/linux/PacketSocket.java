package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * An AF_PACKET socket: whole Ethernet frames in and out of one interface, packet(7). For DHCP
 * frames to hosts without an address, and for tests; the data path uses {@link XdpSocket}. Not
 * shared between threads, except that one may send while another receives.
 */
public final class PacketSocket implements AutoCloseable {
    /** Every EtherType, what was sent included unless {@link #ignoreOutgoing} was called. */
    public static final int ALL_TYPES = 0x0003;

    private static final int AF_PACKET = 17;
    private static final int RAW = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int MEMBERSHIP_PROMISCUOUS = 1;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int BUFFER_BYTES = 65_536;
    private static final int MSG_DONTWAIT = 0x40;
    private static final short POLLIN = 1;
    private static final ValueLayout.OfShort NETWORK_SHORT =
            JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final int fd;
    private final int index;
    private final MemorySegment incoming = Arena.ofAuto().allocate(BUFFER_BYTES, 64);
    private final MemorySegment outgoing = Arena.ofAuto().allocate(BUFFER_BYTES, 64);
    private final MemorySegment pollFd = Arena.ofAuto().allocate(8, 8);

    private PacketSocket(int fd, int index) {
        this.fd = fd;
        this.index = index;
        pollFd.set(JAVA_INT, 0, fd);
        pollFd.set(JAVA_SHORT, 4, POLLIN);
    }

    /**
     * Opens a socket on one interface.
     *
     * @param device interface name
     * @param etherType the EtherType to receive, or {@link #ALL_TYPES}
     * @throws LinuxException when there is no such interface or no permission
     */
    public static PacketSocket open(String device, int etherType) {
        int index = Interfaces.index(device);
        int fd = Libc.check("socket AF_PACKET", Libc.socket(AF_PACKET, RAW | Sockets.CLOEXEC, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SOCKADDR_LL_BYTES, 4);
            name.set(JAVA_SHORT, 0, (short) AF_PACKET);
            name.set(NETWORK_SHORT, 2, (short) etherType);
            name.set(JAVA_INT, 4, index);
            Libc.check("bind AF_PACKET " + device, Libc.bind(fd, name));
            return new PacketSocket(fd, index);
        } catch (LinuxException e) {
            Sockets.close(fd);
            throw e;
        }
    }

    /** Returns the descriptor, for an event loop. */
    public int fd() {
        return fd;
    }

    /** Leaves out what this machine sends by the interface. */
    public void ignoreOutgoing() {
        Sockets.setFlag(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING);
    }

    /** Receives frames to other MAC addresses too, until closed. */
    public void promiscuous() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(16, 4);
            request.set(JAVA_INT, 0, index);
            request.set(JAVA_SHORT, 4, (short) MEMBERSHIP_PROMISCUOUS);
            Libc.check(
                    "PACKET_ADD_MEMBERSHIP",
                    Libc.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request));
        }
    }

    /**
     * Takes the next frame if there is one, without waiting.
     *
     * @param into where to put it; a longer frame is cut
     * @return its length, at most that of {@code into}; -1 when there is none
     * @throws LinuxException when the interface is gone or down
     */
    public int receive(byte[] into) {
        long length = Libc.recv(fd, incoming.address(), BUFFER_BYTES, MSG_DONTWAIT);
        if (length == -Errno.EAGAIN || length == -Errno.EINTR) {
            return -1;
        }
        int taken = Math.min(Libc.check("recv AF_PACKET", length), into.length);
        MemorySegment.copy(incoming, JAVA_BYTE, 0, into, 0, taken);
        return taken;
    }

    /**
     * Takes the next frame, waiting for it.
     *
     * @param into where to put it; a longer frame is cut
     * @param timeoutMillis how long to wait at most
     * @return its length; -1 when none came in time
     * @throws LinuxException when the interface is gone or down
     */
    public int receive(byte[] into, int timeoutMillis) {
        long ready = Libc.poll(pollFd.address(), 1, timeoutMillis);
        if (ready == 0 || ready == -Errno.EINTR) {
            return -1;
        }
        Libc.check("poll AF_PACKET", ready);
        return receive(into);
    }

    /**
     * Sends one frame, Ethernet header first.
     *
     * @param frame its bytes
     * @param length how many of them
     * @throws LinuxException when the interface is down, or the frame longer than its MTU allows
     */
    public void send(byte[] frame, int length) {
        MemorySegment.copy(frame, 0, outgoing, JAVA_BYTE, 0, length);
        Libc.check("send AF_PACKET", Libc.send(fd, outgoing.address(), length, 0));
    }

    /**
     * Sends one frame.
     *
     * @param frame all of it, Ethernet header first
     * @throws LinuxException when the interface is down, or the frame longer than its MTU allows
     */
    public void send(byte[] frame) {
        send(frame, frame.length);
    }

    @Override
    public void close() {
        Sockets.close(fd);
    }
}
