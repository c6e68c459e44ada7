package bauta.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Page-aligned memory outside of the heap, for frames that the kernel shares. It goes when neither
 * this object nor its buffer is reachable any more, so nobody can be left with a dead address.
 */
public final class FrameMemory {
    private static final int PAGE_BYTES = 4096;

    private final MemorySegment segment;

    private FrameMemory(MemorySegment segment) {
        this.segment = segment;
    }

    /**
     * Allocates memory, all zero.
     *
     * @param bytes how much, at most 2 GiB less one
     */
    public static FrameMemory allocate(int bytes) {
        return new FrameMemory(Arena.ofAuto().allocate(bytes, PAGE_BYTES));
    }

    /** Returns the address of its first byte; valid while this object is reachable. */
    public long address() {
        return segment.address();
    }

    /** Returns its length. */
    public long bytes() {
        return segment.byteSize();
    }

    /** Returns it as a buffer, which keeps it alive. */
    public ByteBuffer buffer() {
        return segment.asByteBuffer();
    }
}
