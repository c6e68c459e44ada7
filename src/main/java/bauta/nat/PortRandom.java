package bauta.nat;

/**
 * Numbers that somebody who has seen many of them cannot foresee (RFC 6056 section 3.2): SipHash
 * (two rounds a block, four at the end) of a counter under a secret key.
 */
final class PortRandom {
    private static final int LAST_ROUNDS = 4;
    private static final int BLOCK_ROUNDS = 2;

    private final long key0;
    private final long key1;
    private long counter;
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /**
     * Makes a row of numbers.
     *
     * @param seed secret
     */
    PortRandom(long seed) {
        this.key0 = seed * 0x9e3779b97f4a7c15L;
        this.key1 = Long.rotateLeft(seed, 29) ^ 0x2545f4914f6cdd1dL;
    }

    /** Returns the next 32 bits. */
    int next() {
        return (int) hash(counter++);
    }

    private long hash(long block) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        absorb(block);
        absorb((long) Long.BYTES << 56);
        v2 ^= 0xff;
        rounds(LAST_ROUNDS);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long block) {
        v3 ^= block;
        rounds(BLOCK_ROUNDS);
        v0 ^= block;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
