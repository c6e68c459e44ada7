package bauta.linux;

import bauta.engine.HotPath;

/**
 * A ring that we fill and the kernel empties: fill or transmit (af_xdp.rst). Entries become visible
 * at {@link #publish}. Owned by one thread.
 */
@HotPath
public final class ProducerRing {
    private static final int NEED_WAKEUP = 1;

    private final long producerAt;
    private final long consumerAt;
    private final long flagsAt;
    private final long entriesAt;
    private final int entryBytes;
    private final int size;
    private int producer;
    private int consumer;

    ProducerRing(RingLayout layout) {
        this.producerAt = layout.producer();
        this.consumerAt = layout.consumer();
        this.flagsAt = layout.flags();
        this.entriesAt = layout.entries();
        this.entryBytes = layout.entryBytes();
        this.size = layout.size();
        this.producer = RingMemory.plainInt(producerAt);
        this.consumer = RingMemory.acquire(consumerAt);
    }

    /** Returns the number of entries. */
    public int size() {
        return size;
    }

    /**
     * Returns how many entries can be added; looks at the kernel's index only when fewer than
     * wanted are known.
     *
     * @param wanted how many the caller would like
     */
    public int room(int wanted) {
        int room = size - (producer - consumer);
        if (room < wanted) {
            consumer = RingMemory.acquire(consumerAt);
            room = size - (producer - consumer);
        }
        return room;
    }

    /** Returns how many published or added entries the kernel has not taken. */
    public int pending() {
        consumer = RingMemory.acquire(consumerAt);
        return producer - consumer;
    }

    /**
     * Adds a frame to a fill ring; there must be room.
     *
     * @param address its place in the frame memory
     */
    public void add(long address) {
        assert entryBytes == Long.BYTES;
        RingMemory.plainLong(entriesAt + (long) (producer & size - 1) * Long.BYTES, address);
        producer++;
    }

    /**
     * Adds a frame to a transmit ring; there must be room.
     *
     * @param address its place in the frame memory
     * @param length in bytes
     */
    public void add(long address, int length) {
        assert entryBytes == 2 * Long.BYTES;
        long entry = entriesAt + (long) (producer & size - 1) * (2 * Long.BYTES);
        RingMemory.plainLong(entry, address);
        RingMemory.plainInt(entry + 8, length);
        RingMemory.plainInt(entry + 12, 0);
        producer++;
    }

    /** Shows the kernel what was added. */
    public void publish() {
        RingMemory.release(producerAt, producer);
    }

    /** Returns whether the kernel waits for a kick; ask after {@link #publish}. */
    public boolean needsWakeup() {
        return (RingMemory.volatileInt(flagsAt) & NEED_WAKEUP) != 0;
    }
}
