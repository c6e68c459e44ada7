package bauta.link;

import bauta.engine.ColdExit;
import bauta.engine.HotPath;
import io.netty.buffer.ByteBuf;

/**
 * All frames of the process, in one buffer (the UMEM of every AF_XDP socket). A frame is named by
 * the index of its first byte, {@code at}, an absolute index into {@link #memory()}; it may start
 * anywhere in its chunk, so headers can be pushed into the room before it and pulled off by moving
 * {@code at}. Owned by the router loop.
 */
@HotPath
public final class FramePool {
    /** Bytes of a chunk: the room for one frame and what is pushed before it. A power of two. */
    public static final int CHUNK_BYTES = 2048;

    /** Room before a received frame, in bytes (the kernel's XDP_PACKET_HEADROOM). */
    public static final int HEADROOM_BYTES = 256;

    /** The longest frame that fits after the headroom, in bytes. */
    public static final int MAX_FRAME_BYTES = CHUNK_BYTES - HEADROOM_BYTES;

    /** Free frames that receive rings leave for what the router sends by itself. */
    public static final int RESERVED_FRAMES = 256;

    private final ByteBuf memory;
    private final int[] free;
    private final int capacity;
    private int available;

    /**
     * Makes a pool of which every frame is free.
     *
     * @param memory a direct buffer of a multiple of {@link #CHUNK_BYTES}; the pool does not
     *     release it
     */
    public FramePool(ByteBuf memory) {
        this.memory = memory;
        this.capacity = memory.capacity() / CHUNK_BYTES;
        this.free = new int[capacity];
        for (int i = capacity - 1; i >= 0; i--) {
            free[available++] = i * CHUNK_BYTES;
        }
    }

    /** Returns the buffer that all indexes refer to. */
    public ByteBuf memory() {
        return memory;
    }

    /** Returns the number of frames, free or not. */
    public int capacity() {
        return capacity;
    }

    /** Returns the number of free frames. */
    public int available() {
        return available;
    }

    /**
     * Takes a free frame.
     *
     * @return the index of its first byte after the headroom, or -1 when none is free
     */
    public int allocate() {
        return available == 0 ? -1 : free[--available] + HEADROOM_BYTES;
    }

    /**
     * Gives a frame back; the caller must not touch it afterwards.
     *
     * @param at any index inside the frame's chunk
     */
    public void release(int at) {
        assert available < capacity : "released more frames than there are";
        free[available++] = at & -CHUNK_BYTES;
    }

    /**
     * Returns whether a frame is free; looks at all of them, for those who lost track.
     *
     * @param at any index inside its chunk
     */
    @ColdExit
    boolean isFree(int at) {
        for (int i = 0; i < available; i++) {
            if (free[i] == (at & -CHUNK_BYTES)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the room before a frame.
     *
     * @param at the index of its first byte
     * @return bytes between the start of its chunk and {@code at}
     */
    public static int headroom(int at) {
        return at & CHUNK_BYTES - 1;
    }
}
