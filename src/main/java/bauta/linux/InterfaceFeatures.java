package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The offload switches of an interface by their names, such as {@code rx-lro}, as {@code ethtool
 * -k} shows them (netdev-features.rst).
 */
public final class InterfaceFeatures implements AutoCloseable {
    private static final long SIOCETHTOOL = 0x8946;
    private static final int GET_STRINGS = 0x1b;
    private static final int GET_SET_SIZE = 0x37;
    private static final int GET_FEATURES = 0x3a;
    private static final int SET_FEATURES = 0x3b;
    private static final int GET_CHANNELS = 0x3c;
    private static final int SET_OF_FEATURES = 4;
    private static final int STRING_BYTES = 32;
    private static final int AF_INET = 2;
    private static final int DATAGRAM = 2;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_POINTER = 16;

    private final int fd;
    private final String device;
    private final List<String> names;

    private InterfaceFeatures(int fd, String device) {
        this.fd = fd;
        this.device = device;
        this.names = readNames();
    }

    /**
     * Looks at an interface.
     *
     * @param device interface name
     * @throws LinuxException when it does not exist
     */
    public static InterfaceFeatures of(String device) {
        int fd = Libc.check("socket", Libc.socket(AF_INET, DATAGRAM | Sockets.CLOEXEC, 0));
        try {
            return new InterfaceFeatures(fd, device);
        } catch (LinuxException e) {
            Sockets.close(fd);
            throw e;
        }
    }

    private List<String> readNames() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(24, 8);
            size.set(JAVA_INT, 0, GET_SET_SIZE);
            size.set(JAVA_LONG, 8, 1L << SET_OF_FEATURES);
            call(arena, size);
            int count = size.get(JAVA_INT, 16);
            MemorySegment strings = arena.allocate(12 + (long) count * STRING_BYTES, 8);
            strings.set(JAVA_INT, 0, GET_STRINGS);
            strings.set(JAVA_INT, 4, SET_OF_FEATURES);
            strings.set(JAVA_INT, 8, count);
            call(arena, strings);
            List<String> found = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                found.add(strings.getString(12 + (long) i * STRING_BYTES));
            }
            return found;
        }
    }

    /**
     * Returns whether a feature is on.
     *
     * @param name its name
     * @return nothing when the kernel does not know it
     */
    public Optional<Boolean> active(String name) {
        int bit = names.indexOf(name);
        if (bit < 0) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            int blocks = (names.size() + 31) / 32;
            MemorySegment features = arena.allocate(8 + blocks * 16L, 8);
            features.set(JAVA_INT, 0, GET_FEATURES);
            features.set(JAVA_INT, 4, blocks);
            call(arena, features);
            int active = features.get(JAVA_INT, 8 + bit / 32 * 16L + 8);
            return Optional.of((active >>> bit % 32 & 1) != 0);
        }
    }

    /**
     * Switches a feature.
     *
     * @param name its name
     * @param on whether on
     * @return whether it is so now: a driver may refuse, or not know the feature
     */
    public boolean set(String name, boolean on) {
        int bit = names.indexOf(name);
        if (bit < 0) {
            return !on;
        }
        try (Arena arena = Arena.ofConfined()) {
            int blocks = (names.size() + 31) / 32;
            MemorySegment request = arena.allocate(8 + blocks * 8L, 8);
            request.set(JAVA_INT, 0, SET_FEATURES);
            request.set(JAVA_INT, 4, blocks);
            request.set(JAVA_INT, 8 + bit / 32 * 8L, 1 << bit % 32);
            request.set(JAVA_INT, 8 + bit / 32 * 8L + 4, on ? 1 << bit % 32 : 0);
            call(arena, request);
        }
        return active(name).equals(Optional.of(on));
    }

    /**
     * Returns how many receive queues are in use.
     *
     * @return nothing when the driver does not tell
     */
    public Optional<Integer> receiveQueues() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment channels = arena.allocate(36, 8);
            channels.set(JAVA_INT, 0, GET_CHANNELS);
            call(arena, channels);
            return Optional.of(channels.get(JAVA_INT, 20) + channels.get(JAVA_INT, 32));
        } catch (LinuxException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void call(Arena arena, MemorySegment request) {
        MemorySegment outer = arena.allocate(IFREQ_BYTES, 8);
        outer.setString(0, device);
        outer.set(JAVA_LONG, IFREQ_POINTER, request.address());
        String call = "SIOCETHTOOL " + request.get(JAVA_INT, 0) + " " + device;
        Libc.check(call, Libc.ioctl(fd, SIOCETHTOOL, outer.address()));
    }

    @Override
    public void close() {
        Sockets.close(fd);
    }
}
