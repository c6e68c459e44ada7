package bauta.nat;

import bauta.wire.Ipv4Header;

/**
 * The external ports of one uplink and one protocol. Keeps the wanted port when it is free, else
 * searches from a random place on: within the well-known or the other ports, as the wanted one (RFC
 * 4787 REQ-3) as long as there are any, for UDP with the same parity first (REQ-4). The search
 * looks at 64 ports at a time and ends after one round.
 */
final class PortAllocator {
    /** No port is free. */
    static final int NONE = -1;

    private static final int PORTS = 1 << 16;
    private static final int WELL_KNOWN_END = 1024;
    private static final long EVEN = 0x5555_5555_5555_5555L;

    private final long[] used = new long[PORTS / Long.SIZE];
    private final int protocol;
    private long random;

    /**
     * Makes an allocator with every port free.
     *
     * @param protocol protocol number; ICMP means echo identifiers, of which all are equal
     * @param seed of the places where searches begin, not 0
     */
    PortAllocator(int protocol, long seed) {
        this.protocol = protocol;
        this.random = seed;
        if (protocol != Ipv4Header.PROTOCOL_ICMP) {
            used[0] = 1;
        }
    }

    /**
     * Takes a port.
     *
     * @param wanted the internal port
     * @return the external port, or {@link #NONE}
     */
    int take(int wanted) {
        if (isFree(wanted)) {
            return mark(wanted);
        }
        if (protocol == Ipv4Header.PROTOCOL_ICMP) {
            return search(0, PORTS, -1L);
        }
        long parity = protocol == Ipv4Header.PROTOCOL_UDP ? EVEN << (wanted & 1) : -1L;
        boolean wellKnown = wanted < WELL_KNOWN_END;
        int found = searchRange(wellKnown, parity);
        if (found == NONE) {
            found = searchRange(wellKnown, -1L);
        }
        return found == NONE ? searchRange(!wellKnown, -1L) : found;
    }

    private int searchRange(boolean wellKnown, long allowed) {
        return wellKnown
                ? search(0, WELL_KNOWN_END, allowed)
                : search(WELL_KNOWN_END, PORTS, allowed);
    }

    private boolean isFree(int port) {
        return (used[port >>> 6] & 1L << port) == 0;
    }

    private int mark(int port) {
        used[port >>> 6] |= 1L << port;
        return port;
    }

    private int search(int from, int to, long allowed) {
        int words = to - from >>> 6;
        int start = next() & PORTS - 1;
        for (int i = 0; i < words; i++) {
            int word = (from >>> 6) + (start + i) % words;
            long candidates = ~used[word] & allowed;
            if (candidates != 0) {
                return mark(word << 6 | pick(candidates));
            }
        }
        return NONE;
    }

    /** Picks a set bit, beginning at a random one. */
    private int pick(long candidates) {
        int turn = next() & Long.SIZE - 1;
        int bit = Long.numberOfTrailingZeros(Long.rotateRight(candidates, turn));
        return bit + turn & Long.SIZE - 1;
    }

    private int next() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) (random >>> 32);
    }

    /** Gives a port back. */
    void release(int port) {
        assert !isFree(port) : "port was not taken";
        used[port >>> 6] &= ~(1L << port);
    }
}
