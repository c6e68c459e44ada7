package bauta.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A loaded XDP program. */
final class XdpProgram implements AutoCloseable {
    private static final int PROG_LOAD = 5;
    private static final int PROG_TEST_RUN = 10;
    private static final int LINK_CREATE = 28;
    private static final int PROG_TYPE_XDP = 6;
    private static final int ATTACH_XDP = 37;
    private static final int NATIVE = 4;
    private static final int LIVE_FRAMES = 2;
    private static final int BATCH = 64;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int LOG_BYTES = 1 << 20;
    private static final int LOG_STATISTICS = 4;

    private final int fd;

    /**
     * Loads a program.
     *
     * @param code its instructions, map references filled in
     * @throws IllegalStateException with the verifier's words when it is refused
     */
    XdpProgram(byte[] code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment attribute = Kernel.attribute(arena, ATTRIBUTE_BYTES, PROG_TYPE_XDP);
            attribute.set(JAVA_INT, 4, code.length / INSTRUCTION_BYTES);
            attribute.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_BYTE, code).address());
            attribute.set(JAVA_LONG, 16, arena.allocateFrom("Dual MIT/GPL").address());
            attribute.set(JAVA_INT, 24, LOG_STATISTICS);
            attribute.set(JAVA_INT, 28, LOG_BYTES);
            attribute.set(JAVA_LONG, 32, log.address());
            this.fd = Kernel.bpf(PROG_LOAD, attribute);
            if (fd < 0) {
                throw new IllegalStateException(
                        "program refused: errno " + -fd + "\n" + log.getString(0));
            }
        }
    }

    /**
     * Attaches it to a link of the calling thread's namespace, in the driver.
     *
     * @param linkIndex the link
     * @return a descriptor; closing it detaches
     */
    int attach(int linkIndex) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = Kernel.attribute(arena, ATTRIBUTE_BYTES, fd);
            attribute.set(JAVA_INT, 4, linkIndex);
            attribute.set(JAVA_INT, 8, ATTACH_XDP);
            attribute.set(JAVA_INT, 12, NATIVE);
            return Kernel.requiredBpf("attach to link " + linkIndex, LINK_CREATE, attribute);
        }
    }

    /**
     * Runs it over copies of a frame, in the calling thread's namespace, and lets the kernel do
     * with them what it says. A signal may cut the run short: count what was written, not what was
     * asked.
     *
     * @param frame what each frame holds before the program changes it
     * @param repeat how many frames
     */
    void sendFrames(byte[] frame, int repeat) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = Kernel.attribute(arena, ATTRIBUTE_BYTES, fd);
            attribute.set(JAVA_INT, 8, frame.length);
            attribute.set(JAVA_LONG, 16, arena.allocateFrom(JAVA_BYTE, frame).address());
            attribute.set(JAVA_INT, 32, repeat);
            attribute.set(JAVA_INT, 64, LIVE_FRAMES);
            attribute.set(JAVA_INT, 72, BATCH);
            int result = Kernel.bpf(PROG_TEST_RUN, attribute);
            if (result < 0 && result != -Kernel.EINTR) {
                throw new IllegalStateException("test run: errno " + -result);
            }
        }
    }

    @Override
    public void close() {
        Kernel.close(fd);
    }
}
