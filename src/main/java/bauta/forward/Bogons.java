package bauta.forward;

/**
 * Sources that nobody on the Internet has: private (RFC 1918), shared (RFC 6598) and protocol
 * assignments (RFC 6890). Where our own external address is private or shared, the line leads into
 * such a network, and its addresses are genuine.
 */
final class Bogons {
    private static final int TEN = 10;
    private static final int PRIVATE_12 = 0xac10_0000;
    private static final int PRIVATE_16 = 0xc0a8_0000;
    private static final int SHARED = 0x6440_0000;
    private static final int ASSIGNMENTS = 0xc000_0000;

    private Bogons() {}

    /**
     * Returns whether an address cannot be a source outside.
     *
     * @param source the address
     * @param ours our own external address
     */
    static boolean isBogon(int source, int ours) {
        return isPrivate(source) && !isPrivate(ours)
                || isShared(source) && !isShared(ours)
                || source >>> 8 == ASSIGNMENTS >>> 8;
    }

    private static boolean isPrivate(int address) {
        return address >>> 24 == TEN
                || (address & 0xfff0_0000) == PRIVATE_12
                || (address & 0xffff_0000) == PRIVATE_16;
    }

    private static boolean isShared(int address) {
        return (address & 0xffc0_0000) == SHARED;
    }
}
