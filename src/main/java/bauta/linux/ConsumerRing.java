package bauta.linux;

import bauta.engine.HotPath;

/**
 * A ring that the kernel fills and we empty: receive or completion (af_xdp.rst). The entries at
 * hand are numbered from 0; {@link #release} gives their slots back. Owned by one thread.
 */
@HotPath
public final class ConsumerRing {
    private final long producerAt;
    private final long consumerAt;
    private final long entriesAt;
    private final int entryBytes;
    private final int size;
    private int producer;
    private int consumer;

    ConsumerRing(RingLayout layout) {
        this.producerAt = layout.producer();
        this.consumerAt = layout.consumer();
        this.entriesAt = layout.entries();
        this.entryBytes = layout.entryBytes();
        this.size = layout.size();
        this.producer = RingMemory.acquire(producerAt);
        this.consumer = RingMemory.plainInt(consumerAt);
    }

    /** Returns the number of entries. */
    public int size() {
        return size;
    }

    /**
     * Returns how many entries are at hand; looks at the kernel's index only when none are known.
     *
     * @param most the largest answer wanted
     */
    public int available(int most) {
        if (producer == consumer) {
            producer = RingMemory.acquire(producerAt);
        }
        int available = producer - consumer;
        return available < most ? available : most;
    }

    /** Returns how many entries there are, asking the kernel's index. */
    public int pending() {
        producer = RingMemory.acquire(producerAt);
        return producer - consumer;
    }

    /**
     * Returns where the frame of an entry starts in the frame memory.
     *
     * @param number of the entry, below {@link #available}
     */
    public long address(int number) {
        return RingMemory.plainLong(entriesAt + (long) slot(number) * entryBytes);
    }

    /**
     * Returns the length of the frame of an entry of a receive ring.
     *
     * @param number of the entry, below {@link #available}
     */
    public int length(int number) {
        return RingMemory.plainInt(entriesAt + (long) slot(number) * entryBytes + 8);
    }

    private int slot(int number) {
        return consumer + number & size - 1;
    }

    /**
     * Gives slots back to the kernel.
     *
     * @param count how many entries were read
     */
    public void release(int count) {
        consumer += count;
        RingMemory.release(consumerAt, consumer);
    }
}
