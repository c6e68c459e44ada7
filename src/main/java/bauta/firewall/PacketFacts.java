package bauta.firewall;

/**
 * What rules and policies may ask about the first packet of a flow. One reused object: whoever asks
 * fills every field before each question. Addresses and ports are those that the inside sees,
 * untranslated on the way out, translated on the way in. Owned by one thread.
 */
public final class PacketFacts {
    /** The most policies that may each set a mark on one packet and let it go on. */
    public static final int MAX_MARKINGS = 8;

    /** Where it comes from. */
    public Zone fromZone = Zone.LAN;

    /** Where it goes to. */
    public Zone toZone = Zone.WAN;

    /** Number of the LAN it comes from, or -1. */
    public int fromNetwork = -1;

    /** Number of the LAN it goes to, or -1. */
    public int toNetwork = -1;

    /** Number of the uplink it came in or goes out by, or -1. */
    public int uplink = -1;

    /** Source address in the high half, destination in the low half. */
    public long addresses;

    /** IP protocol number. */
    public int protocol;

    /** Whether ports are known: false for protocols without ports and for later pieces. */
    public boolean hasPorts;

    /** Source port; counts only with {@link #hasPorts}. */
    public int sourcePort;

    /** Destination port; counts only with {@link #hasPorts}. */
    public int destinationPort;

    /** ICMP type, or -1: another protocol, or a later piece. */
    public int icmpType = -1;

    /** ICMP code, or -1. */
    public int icmpCode = -1;

    /** The whole octet that is called type of service, or DSCP and ECN. */
    public int tos;

    /** The eight flags of TCP, or -1: another protocol, or a later piece. */
    public int tcpFlags = -1;

    /** Whether this is a piece of a datagram other than its first. */
    public boolean fragment;

    /** The mark; policies that mark change it here. */
    public int mark;

    /** Bytes of the whole packet. */
    public int length;

    /** The time now, for limits. */
    public long nowNanos;

    /**
     * Answer of {@code Policies.find}: how many policies marked the packet and let it go on; their
     * numbers are in {@link #markedBy}.
     */
    public int markings;

    /** The policies that marked it, the first {@link #markings} of them. */
    public final int[] markedBy = new int[MAX_MARKINGS];

    /** Each {@link Field} as a number that compares as a signed one. */
    final int[] point = new int[Field.COUNT];

    /** Returns the source address. */
    public int source() {
        return (int) (addresses >>> 32);
    }

    /** Returns the destination address. */
    public int destination() {
        return (int) addresses;
    }
}
