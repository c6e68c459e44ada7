package bauta.nat;

/**
 * IPv4 identifications for masqueraded fragments: two inside hosts may use the same one towards the
 * same peer, so every masqueraded datagram gets one that is unique per external address, peer and
 * protocol until the counter comes round (RFC 6864 section 4.1). Counters are shared by hash, which
 * keeps them unique and bounded.
 */
public final class FragmentIds {
    private static final int COUNTERS = 1 << 12;

    private final short[] counters = new short[COUNTERS];
    private final long seed;

    /**
     * Makes the counters; each begins at a place of its own.
     *
     * @param seed secret of the hash and of the beginnings
     */
    public FragmentIds(long seed) {
        this.seed = seed;
        for (int i = 0; i < COUNTERS; i++) {
            counters[i] = (short) mix(seed + i);
        }
    }

    /**
     * Returns the next identification.
     *
     * @param external our address
     * @param peer the destination
     * @param protocol the protocol number
     * @return 0 to 65,535
     */
    public int next(int external, int peer, int protocol) {
        long key = ((long) external << 32 | peer & 0xffff_ffffL) + protocol * 0x9e3779b97f4a7c15L;
        int counter = (int) mix(key ^ seed) & COUNTERS - 1;
        return counters[counter]++ & 0xffff;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return mixed ^ mixed >>> 32;
    }
}
