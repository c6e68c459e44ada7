package bauta.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The few system calls the concentrator needs. Kept apart from the router's own so that a mistake
 * there is not shared by the other end of the line.
 */
final class Syscalls {
    static final int AF_PACKET = 17;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUFFORCE = 33;
    static final int MSG_DONTWAIT = 0x40;
    static final int O_RDWR = 2;
    static final int POLLIN = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    // int socket(int domain, int type, int protocol);
    private static final MethodHandle SOCKET =
            find("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    // int bind(int fd, const struct sockaddr *address, socklen_t length);
    private static final MethodHandle BIND =
            find("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    // int setsockopt(int fd, int level, int name, const void *value, socklen_t length);
    private static final MethodHandle SETSOCKOPT =
            find("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));
    // ssize_t recv(int fd, void *buffer, size_t length, int flags);
    private static final MethodHandle RECV =
            find("recv", FunctionDescriptor.of(LONG, INT, LONG, LONG, INT));
    // ssize_t read(int fd, void *buffer, size_t length);
    private static final MethodHandle READ =
            find("read", FunctionDescriptor.of(LONG, INT, LONG, LONG));
    // ssize_t write(int fd, const void *buffer, size_t length);
    private static final MethodHandle WRITE =
            find("write", FunctionDescriptor.of(LONG, INT, LONG, LONG));
    // int poll(struct pollfd *fds, nfds_t count, int timeout);
    private static final MethodHandle POLL =
            find("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
    // int open(const char *path, int flags, ...);
    private static final MethodHandle OPEN =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("open"),
                    FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
                    Linker.Option.firstVariadicArg(2));
    // int ioctl(int fd, unsigned long request, ...);
    private static final MethodHandle IOCTL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
    // unsigned int if_nametoindex(const char *name);
    private static final MethodHandle IF_NAMETOINDEX =
            find("if_nametoindex", FunctionDescriptor.of(INT, ValueLayout.ADDRESS));

    private Syscalls() {}

    private static MethodHandle find(String name, FunctionDescriptor prototype) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), prototype);
    }

    static int socket(int domain, int type, int protocol) {
        try {
            return checked("socket", (int) SOCKET.invokeExact(domain, type, protocol));
        } catch (Throwable e) {
            throw failed("socket", e);
        }
    }

    static void bind(int fd, MemorySegment address) {
        try {
            checked("bind", (int) BIND.invokeExact(fd, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw failed("bind", e);
        }
    }

    static void receiveBuffer(int fd, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(INT, bytes);
            int result = (int) SETSOCKOPT.invokeExact(fd, SOL_SOCKET, SO_RCVBUFFORCE, value, 4);
            checked("setsockopt", result);
        } catch (Throwable e) {
            throw failed("setsockopt", e);
        }
    }

    /** Reads one frame without waiting; -1 when there is none. */
    static int receive(int fd, long address, long length) {
        try {
            return (int) (long) RECV.invokeExact(fd, address, length, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw failed("recv", e);
        }
    }

    /** Reads one packet, waits for it; -1 on an error. */
    static int read(int fd, long address, long length) {
        try {
            return (int) (long) READ.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw failed("read", e);
        }
    }

    /** Writes one frame or packet; -1 when the kernel does not take it. */
    static int write(int fd, long address, long length) {
        try {
            return (int) (long) WRITE.invokeExact(fd, address, length);
        } catch (Throwable e) {
            throw failed("write", e);
        }
    }

    static int poll(MemorySegment pollFds, int count, int timeoutMillis) {
        try {
            return (int) POLL.invokeExact(pollFds, (long) count, timeoutMillis);
        } catch (Throwable e) {
            throw failed("poll", e);
        }
    }

    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return checked("open", (int) OPEN.invokeExact(arena.allocateFrom(path), flags));
        } catch (Throwable e) {
            throw failed("open", e);
        }
    }

    static void ioctl(int fd, long request, MemorySegment argument) {
        try {
            checked("ioctl", (int) IOCTL.invokeExact(fd, request, argument));
        } catch (Throwable e) {
            throw failed("ioctl", e);
        }
    }

    static int interfaceIndex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int index = (int) IF_NAMETOINDEX.invokeExact(arena.allocateFrom(name));
            return checked("if_nametoindex", index == 0 ? -1 : index);
        } catch (Throwable e) {
            throw failed("if_nametoindex", e);
        }
    }

    private static int checked(String call, int result) {
        if (result < 0) {
            throw new LabException(call + " failed");
        }
        return result;
    }

    private static LabException failed(String call, Throwable cause) {
        return cause instanceof LabException known ? known : new LabException(call, cause);
    }
}
