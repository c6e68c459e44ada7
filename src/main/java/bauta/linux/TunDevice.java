package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import bauta.engine.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A TUN interface: IP packets between this process and the kernel's stack (tuntap.rst), without
 * packet information header and without offloads. Owned by one thread.
 */
public final class TunDevice implements AutoCloseable {
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final long TUNSETCARRIER = 0x400454e2L;
    private static final int IFF_TUN = 0x0001;
    private static final int IFF_NO_PI = 0x1000;
    private static final int O_RDWR = 2;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;

    private final int fd;
    private final String name;

    private TunDevice(int fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    /**
     * Makes the interface, or takes hold of one that persisted.
     *
     * @param name interface name, at most {@link Interfaces#NAME_MAX} characters
     * @throws LinuxException EBUSY when another process holds it, EPERM without the capability
     */
    public static TunDevice open(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int flags = O_RDWR | Sockets.NONBLOCK | Sockets.CLOEXEC;
            int fd =
                    Libc.check(
                            "open /dev/net/tun",
                            Libc.open(Libc.string(arena, "/dev/net/tun"), flags));
            MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
            request.setString(0, name);
            request.set(JAVA_SHORT, IFREQ_FLAGS, (short) (IFF_TUN | IFF_NO_PI));
            long result = Libc.ioctl(fd, TUNSETIFF, request.address());
            if (result < 0) {
                Sockets.close(fd);
            }
            Libc.check("TUNSETIFF " + name, result);
            return new TunDevice(fd, request.getString(0));
        }
    }

    /** Returns the descriptor, for the event loop; non-blocking. */
    public int fd() {
        return fd;
    }

    /** Returns the name of the interface. */
    public String name() {
        return name;
    }

    /**
     * Says whether the interface outlives this object.
     *
     * @param persistent whether it stays after {@link #close}
     */
    public void persistent(boolean persistent) {
        Libc.check("TUNSETPERSIST " + name, Libc.ioctl(fd, TUNSETPERSIST, persistent ? 1 : 0));
    }

    /**
     * Switches the carrier, what the rest of the system sees as the cable.
     *
     * @param carrier whether packets written to the interface can go anywhere
     */
    public void carrier(boolean carrier) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(JAVA_INT, carrier ? 1 : 0);
            Libc.check("TUNSETCARRIER " + name, Libc.ioctl(fd, TUNSETCARRIER, value.address()));
        }
    }

    /**
     * Takes one packet that the kernel sends by the interface.
     *
     * @param address where to put it
     * @param length room there, in bytes; the rest of a longer packet is lost
     * @return its length, or the negative errno: EAGAIN when there is none
     */
    @HotPath
    public int read(long address, int length) {
        return (int) Libc.read(fd, address, length);
    }

    /**
     * Gives the kernel one packet as received by the interface.
     *
     * @param address its first byte
     * @param length in bytes
     * @return its length, or the negative errno: EIO while the interface is down
     */
    @HotPath
    public int write(long address, int length) {
        return (int) Libc.write(fd, address, length);
    }

    @Override
    public void close() {
        Sockets.close(fd);
    }
}
