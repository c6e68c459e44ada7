package bauta.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** The provider's side of the user traffic: a TUN that the lab made and the concentrator serves. */
final class TunDevice {
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN = 1;
    private static final short IFF_NO_PI = 0x1000;
    private static final int FLAGS_AT = 16;

    private final int fd;

    private TunDevice(int fd) {
        this.fd = fd;
    }

    /**
     * Attaches to a TUN.
     *
     * @throws LabException if there is none of that name or somebody else serves it
     */
    static TunDevice attach(String name) {
        int fd = Syscalls.open("/dev/net/tun", Syscalls.O_RDWR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(40); // struct ifreq
            request.setString(0, name);
            request.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putShort(FLAGS_AT, (short) (IFF_TUN | IFF_NO_PI));
            Syscalls.ioctl(fd, TUNSETIFF, request);
        }
        return new TunDevice(fd);
    }

    /** Waits for a packet from the provider's network and returns its length. */
    int read(MemorySegment into) {
        return Syscalls.read(fd, into.address(), into.byteSize());
    }

    /** Hands a packet to the provider's network; says whether the kernel took it. */
    boolean write(MemorySegment from, int at, int length) {
        return Syscalls.write(fd, from.address() + at, length) == length;
    }
}
