package bauta.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import bauta.engine.HotPath;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library: one method per function. Pointers are {@code long} addresses, so that no object is
 * made on the way. A method returns the result, or the negative errno: {@link #check} turns that
 * into a {@link LinuxException}, callers on the data path look at it themselves. Any thread; each
 * has its own place for errno.
 */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    // int open(const char *path, int flags, ...)
    private static final MethodHandle OPEN =
            variadic("open", 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    // int close(int fd)
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    // int ioctl(int fd, unsigned long request, ...)
    private static final MethodHandle IOCTL =
            variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // ssize_t read(int fd, void *into, size_t length)
    private static final MethodHandle READ =
            function("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // ssize_t write(int fd, const void *from, size_t length)
    private static final MethodHandle WRITE =
            function("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // int socket(int family, int type, int protocol)
    private static final MethodHandle SOCKET =
            function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    // int bind(int fd, const struct sockaddr *address, socklen_t length)
    private static final MethodHandle BIND =
            function("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    // int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    // ssize_t sendto(int, const void *, size_t, int flags, const struct sockaddr *, socklen_t)
    private static final MethodHandle SENDTO =
            function(
                    "sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                    JAVA_INT);
    // ssize_t recv(int fd, void *into, size_t length, int flags)
    private static final MethodHandle RECV =
            function("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    // int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
    private static final MethodHandle POLL =
            function("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
    private static final MethodHandle MMAP =
            function(
                    "mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                    JAVA_LONG);
    // int munmap(void *address, size_t length)
    private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    // unsigned int if_nametoindex(const char *name)
    private static final MethodHandle IF_NAMETOINDEX =
            function("if_nametoindex", JAVA_INT, JAVA_LONG);
    // int setns(int fd, int kind)
    private static final MethodHandle SETNS = function("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    // long syscall(long number, ...)
    private static final MethodHandle SYSCALL =
            variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private Libc() {}

    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                CAPTURE);
    }

    private static MethodHandle variadic(
            String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                CAPTURE,
                Linker.Option.firstVariadicArg(fixed));
    }

    /**
     * Turns a negative errno into an exception.
     *
     * @param call what was called, for the message
     * @param result what it returned
     */
    static int check(String call, long result) {
        if (result < 0) {
            throw new LinuxException(call, (int) -result);
        }
        return (int) result;
    }

    /**
     * Makes a C string.
     *
     * @param arena where
     * @param text its text
     * @return its address
     */
    static long string(SegmentAllocator arena, String text) {
        return arena.allocateFrom(text).address();
    }

    @HotPath
    private static long negative(MemorySegment state) {
        return -(long) (int) ERRNO.get(state, 0L);
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }

    static long open(long path, int flags) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) OPEN.invokeExact(state, path, flags, 0);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long close(int fd) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) CLOSE.invokeExact(state, fd);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long ioctl(int fd, long request, long argument) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) IOCTL.invokeExact(state, fd, request, argument);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    @HotPath
    static long read(int fd, long into, long length) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) READ.invokeExact(state, fd, into, length);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    @HotPath
    static long write(int fd, long from, long length) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) WRITE.invokeExact(state, fd, from, length);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long socket(int family, int type, int protocol) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) SOCKET.invokeExact(state, family, type, protocol);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long bind(int fd, MemorySegment address) {
        MemorySegment state = STATE.get();
        try {
            int result =
                    (int) BIND.invokeExact(state, fd, address.address(), (int) address.byteSize());
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long setsockopt(int fd, int level, int name, MemorySegment value) {
        MemorySegment state = STATE.get();
        try {
            int result =
                    (int)
                            SETSOCKOPT.invokeExact(
                                    state,
                                    fd,
                                    level,
                                    name,
                                    value.address(),
                                    (int) value.byteSize());
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Returns the length of the value that was written, or the negative errno. */
    static long getsockopt(int fd, int level, int name, MemorySegment value) {
        MemorySegment state = STATE.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            int result =
                    (int)
                            GETSOCKOPT.invokeExact(
                                    state, fd, level, name, value.address(), length.address());
            return result < 0 ? negative(state) : length.get(JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Sends without an address. */
    @HotPath
    static long send(int fd, long from, long length, int flags) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) SENDTO.invokeExact(state, fd, from, length, flags, 0L, 0);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long recv(int fd, long into, long length, int flags) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) RECV.invokeExact(state, fd, into, length, flags);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long poll(long fds, long count, int timeoutMillis) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) POLL.invokeExact(state, fds, count, timeoutMillis);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Maps shared memory read-write at an address of the kernel's choice and returns it. */
    static long mmap(long length, int flags, int fd, long offset) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) MMAP.invokeExact(state, 0L, length, 3, flags, fd, offset);
            return result == -1 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long munmap(long address, long length) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) MUNMAP.invokeExact(state, address, length);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Returns the index, or the negative errno when there is no such interface. */
    static long ifNameToIndex(long name) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) IF_NAMETOINDEX.invokeExact(state, name);
            return result == 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long setns(int fd, int kind) {
        MemorySegment state = STATE.get();
        try {
            int result = (int) SETNS.invokeExact(state, fd, kind);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    static long syscall(long number, long first, long second, long third) {
        MemorySegment state = STATE.get();
        try {
            long result = (long) SYSCALL.invokeExact(state, number, first, second, third);
            return result < 0 ? negative(state) : result;
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }
}
