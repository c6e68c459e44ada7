package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;

/** Descriptors of sockets: their flags, their options and their end. */
public final class Sockets {
    static final int NONBLOCK = 0x800;
    static final int CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;

    private Sockets() {}

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
}
