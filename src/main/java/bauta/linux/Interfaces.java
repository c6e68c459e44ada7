package bauta.linux;

import java.lang.foreign.Arena;

/** Names and numbers of network interfaces, in the network namespace of the calling thread. */
public final class Interfaces {
    /** Longest interface name, in characters. */
    public static final int NAME_MAX = 15;

    private Interfaces() {}

    /**
     * Returns the index of an interface.
     *
     * @param name interface name
     * @throws LinuxException with ENODEV when there is none of that name
     */
    public static int index(String name) {
        int index = indexOrZero(name);
        if (index == 0) {
            throw new LinuxException("if_nametoindex " + name, Errno.ENODEV);
        }
        return index;
    }

    /**
     * Returns the index of an interface, or 0 when there is none of that name.
     *
     * @param name interface name
     */
    public static int indexOrZero(String name) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) Math.max(0, Libc.ifNameToIndex(Libc.string(arena, name)));
        }
    }
}
