package bauta.linux;

/**
 * Where the parts of a ring lie in memory.
 *
 * @param producer address of the producer's index
 * @param consumer address of the consumer's index
 * @param flags address of the flags
 * @param entries address of the first entry
 * @param size number of entries, a power of two
 * @param entryBytes 16 for descriptors (receive, transmit), 8 for bare addresses
 */
record RingLayout(
        long producer, long consumer, long flags, long entries, int size, int entryBytes) {
    RingLayout {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("ring of " + size);
        }
    }
}
