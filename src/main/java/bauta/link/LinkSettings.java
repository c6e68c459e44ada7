package bauta.link;

/**
 * How frames are kept and taken. The frames are memory that stays resident: the default is 20 MiB.
 *
 * @param frames frames of {@link FramePool#CHUNK_BYTES} in the pool, shared by all ports
 * @param ringFrames entries of each bulk ring, a power of two: they bridge the longest pause of the
 *     process
 * @param nativeMode whether to attach in the driver where it can; otherwise always generic
 */
public record LinkSettings(int frames, int ringFrames, boolean nativeMode) {
    private static final int DEFAULT_FRAMES = 10_240;
    private static final int DEFAULT_RING_FRAMES = 4_096;
    private static final int SMALLEST_RING = 64;

    /** Refuses sizes that the kernel or the pool could not take. */
    public LinkSettings {
        if (Integer.bitCount(ringFrames) != 1 || ringFrames < SMALLEST_RING) {
            throw new IllegalArgumentException("ring of " + ringFrames + " frames");
        }
        if (frames < ringFrames) {
            throw new IllegalArgumentException("only " + frames + " frames");
        }
    }

    /** Returns what suits two ports on a small board. */
    public static LinkSettings defaults() {
        return new LinkSettings(DEFAULT_FRAMES, DEFAULT_RING_FRAMES, true);
    }
}
