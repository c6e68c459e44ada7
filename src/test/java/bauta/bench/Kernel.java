package bauta.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few system calls that the benches need, kept apart from the router's own so that a mistake
 * there is not shared by those who judge it. All act on the calling thread alone.
 */
final class Kernel {
    static final int EINTR = 4;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(PathElement.groupElement("errno"));

    /** {@code long syscall(long number, ...)}; pointers are passed as addresses. */
    private static final MethodHandle SYSCALL =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));

    private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
    private static final long CLOSE = AMD64 ? 3 : 57;
    private static final long OPENAT = AMD64 ? 257 : 56;
    private static final long SETNS = AMD64 ? 308 : 268;
    private static final long SCHED_SETAFFINITY = AMD64 ? 203 : 122;
    private static final long BPF = AMD64 ? 321 : 280;

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x4000_0000;

    private Kernel() {}

    /** Returns the result, or the negative errno. */
    private static long call(long number, long first, long second, long third, long fourth) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            long result = (long) SYSCALL.invokeExact(state, number, first, second, third, fourth);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static long required(String what, long result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": errno " + -result);
        }
        return result;
    }

    /**
     * Moves the calling thread into a namespace made by {@code ip netns add}.
     *
     * @param name as {@code ip netns} knows it
     */
    static void enterNamespace(String name) {
        try (Arena arena = Arena.ofConfined()) {
            String path = "/run/netns/" + name;
            long text = arena.allocateFrom(path).address();
            long fd = required("open " + path, call(OPENAT, -1, text, O_RDONLY_CLOEXEC, 0));
            required("setns " + name, call(SETNS, fd, CLONE_NEWNET, 0, 0));
            close((int) fd);
        }
    }

    /**
     * Keeps the calling thread on one CPU.
     *
     * @param cpu its number, below 64
     */
    static void pinThread(int cpu) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(LONG, 1L << cpu);
            long result = call(SCHED_SETAFFINITY, 0, mask.byteSize(), mask.address(), 0);
            required("sched_setaffinity", result);
        }
    }

    static void close(int fd) {
        required("close", call(CLOSE, fd, 0, 0, 0));
    }

    /**
     * Calls bpf(2).
     *
     * @param command which
     * @param attribute its {@code union bpf_attr}
     * @return what it returned, or the negative errno
     */
    static int bpf(int command, MemorySegment attribute) {
        return (int) call(BPF, command, attribute.address(), attribute.byteSize(), 0);
    }

    /** Calls bpf(2), which must not fail. */
    static int requiredBpf(String what, int command, MemorySegment attribute) {
        return (int) required(what, bpf(command, attribute));
    }

    /** Returns room for an attribute with its first field set. */
    static MemorySegment attribute(Arena arena, int bytes, int first) {
        MemorySegment attribute = arena.allocate(bytes, Long.BYTES);
        attribute.set(INT, 0, first);
        return attribute;
    }
}
