package bauta.nat;

import bauta.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/**
 * The external ports of one external address and one protocol. Keeps the wanted port when it is
 * free, else searches from a random place on: within the well-known or the other ports, as the
 * wanted one (RFC 4787 REQ-3) as long as there are any, for UDP with the same parity first (REQ-4).
 * Ports of forwards are the last to be taken, the ports of the shared band are not taken at all
 * while it is kept free. No port is ever given twice. The search looks at 64 ports at a time and
 * ends after one round.
 */
final class PortAllocator {
    /** No port is free. */
    static final int NONE = -1;

    /** The first of the ports that flows to different destinations share, up to the highest. */
    static final int BAND_FIRST = 64_512;

    /** How many those are. */
    static final int BAND_PORTS = 1024;

    private static final int PORTS = 1 << 16;
    private static final int WELL_KNOWN_END = 1024;
    private static final long EVEN = 0x5555_5555_5555_5555L;
    private static final long[] NO_PORTS = new long[PORTS / Long.SIZE];

    private final long[] taken = new long[PORTS / Long.SIZE];
    private final int protocol;
    private final PortRandom random;
    private long[] reserved = NO_PORTS;
    private int end = PORTS;
    private int used;

    /**
     * Makes an allocator with every port free.
     *
     * @param protocol protocol number; ICMP means echo identifiers, of which all are equal
     * @param seed of the places where searches begin
     */
    PortAllocator(int protocol, long seed) {
        this.protocol = protocol;
        this.random = new PortRandom(seed);
        if (protocol != Ipv4Header.PROTOCOL_ICMP) {
            taken[0] = 1;
        }
    }

    /**
     * Says which ports forwards have.
     *
     * @param ports a bit for each port, not copied; null for none
     */
    void reserve(long @Nullable [] ports) {
        reserved = ports == null ? NO_PORTS : ports;
    }

    /**
     * Keeps the shared band free of new takers, or gives it back.
     *
     * @param keep whether to keep it
     */
    void keepBand(boolean keep) {
        end = keep ? BAND_FIRST : PORTS;
    }

    /** Returns how many ports are taken. */
    int used() {
        return used;
    }

    /** Returns whether a port may be taken by somebody who does not insist on any. */
    boolean hasPort() {
        return used < (protocol == Ipv4Header.PROTOCOL_ICMP ? PORTS : PORTS - 1);
    }

    /**
     * Takes a port.
     *
     * @param wanted the internal port
     * @param selection how to choose
     * @return the external port, or {@link #NONE}
     */
    int take(int wanted, PortSelection selection) {
        boolean keep = selection == PortSelection.PRESERVE && wanted < end;
        if (keep && isFree(wanted) && !isReserved(wanted)) {
            return mark(wanted);
        }
        int found = searchAll(wanted, reserved);
        return found == NONE ? searchAll(wanted, NO_PORTS) : found;
    }

    /**
     * Takes one port and no other, whoever it is reserved for.
     *
     * @param port the port
     * @return whether it was free
     */
    boolean takeExactly(int port) {
        if (!isFree(port)) {
            return false;
        }
        mark(port);
        return true;
    }

    /**
     * Takes a port that no forward has: the wanted one, else, where any will do, the next of a
     * random place on.
     *
     * @param claim which one
     * @return the port, or {@link #NONE}
     */
    int claim(PortClaim claim) {
        if (isClaimable(claim.wanted(), claim.allowed())) {
            return mark(claim.wanted());
        }
        PortRange allowed = claim.allowed();
        int places = claim.exactly() ? 0 : allowed.size();
        int start = random.next() & PORTS - 1;
        for (int i = 0; i < places; i++) {
            int port = allowed.first() + (start + i) % places;
            if (isClaimable(port, allowed)) {
                return mark(port);
            }
        }
        return NONE;
    }

    private boolean isClaimable(int port, PortRange allowed) {
        return port < end && allowed.contains(port) && isFree(port) && !isReserved(port);
    }

    private int searchAll(int wanted, long[] avoided) {
        if (protocol == Ipv4Header.PROTOCOL_ICMP) {
            return search(0, end, -1L, avoided);
        }
        boolean wellKnown = wanted < WELL_KNOWN_END;
        int found = NONE;
        if (protocol == Ipv4Header.PROTOCOL_UDP) {
            found = searchRange(wellKnown, EVEN << (wanted & 1), avoided);
        }
        if (found == NONE) {
            found = searchRange(wellKnown, -1L, avoided);
        }
        return found == NONE ? searchRange(!wellKnown, -1L, avoided) : found;
    }

    private int searchRange(boolean wellKnown, long allowed, long[] avoided) {
        return wellKnown
                ? search(0, WELL_KNOWN_END, allowed, avoided)
                : search(WELL_KNOWN_END, end, allowed, avoided);
    }

    /** Returns whether nobody has taken a port. */
    boolean isFree(int port) {
        return (taken[port >>> 6] & 1L << port) == 0;
    }

    /** Returns whether a forward has a port. */
    boolean isReserved(int port) {
        return (reserved[port >>> 6] & 1L << port) != 0;
    }

    private int mark(int port) {
        taken[port >>> 6] |= 1L << port;
        used++;
        return port;
    }

    private int search(int from, int limit, long allowed, long[] avoided) {
        int words = limit - from >>> 6;
        int start = random.next() & PORTS - 1;
        for (int i = 0; i < words; i++) {
            int word = (from >>> 6) + (start + i) % words;
            long candidates = ~taken[word] & ~avoided[word] & allowed;
            if (candidates != 0) {
                return mark(word << 6 | pick(candidates));
            }
        }
        return NONE;
    }

    /** Picks a set bit, beginning at a random one. */
    private int pick(long candidates) {
        int turn = random.next() & Long.SIZE - 1;
        int bit = Long.numberOfTrailingZeros(Long.rotateRight(candidates, turn));
        return bit + turn & Long.SIZE - 1;
    }

    /** Returns a port of the shared band, which may be taken. */
    int randomBandPort() {
        return BAND_FIRST + (random.next() & BAND_PORTS - 1);
    }

    /** Gives a port back. */
    void release(int port) {
        assert !isFree(port) : "port was not taken";
        taken[port >>> 6] &= ~(1L << port);
        used--;
    }
}
