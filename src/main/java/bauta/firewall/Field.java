package bauta.firewall;

/**
 * What a {@link Match} can ask about a packet, each as an unsigned number. -1 stands for what is
 * not known or not there.
 */
public enum Field {
    /** Ordinal of the {@link Zone} it comes from. */
    FROM_ZONE(Absent.NEVER_MATCHES, 3),
    /** Ordinal of the zone it goes to. */
    TO_ZONE(Absent.NEVER_MATCHES, 3),
    /** The LAN it comes from; -1 comes from none. */
    FROM_NETWORK(Absent.IS_A_VALUE, 255),
    /** The LAN it goes to; -1 goes to none. */
    TO_NETWORK(Absent.IS_A_VALUE, 255),
    /** The uplink it came in or goes out by; -1 is none. */
    UPLINK(Absent.IS_A_VALUE, 255),
    /** Source address. */
    SOURCE(Absent.NEVER_MATCHES, -1),
    /** Destination address. */
    DESTINATION(Absent.NEVER_MATCHES, -1),
    /** IP protocol number. */
    PROTOCOL(Absent.NEVER_MATCHES, 255),
    /** Source port; a set of ports, negated or not, never holds a packet without ports. */
    SOURCE_PORT(Absent.NEVER_MATCHES, 0xffff),
    /** Destination port. */
    DESTINATION_PORT(Absent.NEVER_MATCHES, 0xffff),
    /** ICMP type in the high byte of two, code in the low one. */
    ICMP(Absent.NEVER_MATCHES, 0xffff),
    /** The octet of type of service. */
    TOS(Absent.NEVER_MATCHES, 255),
    /** 1 for a piece of a datagram other than its first. */
    LATER_PIECE(Absent.NEVER_MATCHES, 1),
    /** 1 for a TCP segment that asks for a connection (SYN without ACK, FIN, RST), 0 for others. */
    SYN(Absent.NEVER_MATCHES, 1);

    /** How many there are. */
    static final int COUNT = values().length;

    private enum Absent {
        IS_A_VALUE,
        NEVER_MATCHES
    }

    private static final int TCP_SYN = 0x02;
    private static final int TCP_ASKING = 0x17;

    private final Absent absent;
    private final int highest;

    Field(Absent absent, int highest) {
        this.absent = absent;
        this.highest = highest;
    }

    /**
     * Returns a set as this field means it: any, or without what never matches; the same object
     * where it can be.
     */
    RangeSet meaning(RangeSet set) {
        boolean whole =
                set.size() > 0
                        && set.first(0) == 0
                        && Integer.compareUnsigned(set.last(0), highest) >= 0;
        if (absent == Absent.IS_A_VALUE) {
            return whole && set.contains(-1) ? RangeSet.ANY : set;
        }
        if (whole) {
            return RangeSet.ANY;
        }
        boolean inside =
                set.size() == 0 || Integer.compareUnsigned(set.last(set.size() - 1), highest) <= 0;
        return inside ? set : set.and(RangeSet.range(0, highest));
    }

    /** Writes {@link #of each} field of a packet, as a number that compares as a signed one. */
    static void read(PacketFacts facts, int[] point) {
        point[FROM_ZONE.ordinal()] = facts.fromZone.ordinal();
        point[TO_ZONE.ordinal()] = facts.toZone.ordinal();
        point[FROM_NETWORK.ordinal()] = facts.fromNetwork;
        point[TO_NETWORK.ordinal()] = facts.toNetwork;
        point[UPLINK.ordinal()] = facts.uplink;
        point[SOURCE.ordinal()] = facts.source();
        point[DESTINATION.ordinal()] = facts.destination();
        point[PROTOCOL.ordinal()] = facts.protocol;
        point[SOURCE_PORT.ordinal()] = facts.hasPorts ? facts.sourcePort : -1;
        point[DESTINATION_PORT.ordinal()] = facts.hasPorts ? facts.destinationPort : -1;
        point[ICMP.ordinal()] = ICMP.of(facts);
        point[TOS.ordinal()] = facts.tos;
        point[LATER_PIECE.ordinal()] = facts.fragment ? 1 : 0;
        point[SYN.ordinal()] = syn(facts.tcpFlags);
        for (int i = 0; i < point.length; i++) {
            point[i] ^= Integer.MIN_VALUE;
        }
    }

    /** Returns the field of a packet, as an unsigned number. */
    int of(PacketFacts facts) {
        return switch (this) {
            case FROM_ZONE -> facts.fromZone.ordinal();
            case TO_ZONE -> facts.toZone.ordinal();
            case FROM_NETWORK -> facts.fromNetwork;
            case TO_NETWORK -> facts.toNetwork;
            case UPLINK -> facts.uplink;
            case SOURCE -> facts.source();
            case DESTINATION -> facts.destination();
            case PROTOCOL -> facts.protocol;
            case SOURCE_PORT -> facts.hasPorts ? facts.sourcePort : -1;
            case DESTINATION_PORT -> facts.hasPorts ? facts.destinationPort : -1;
            case ICMP -> facts.icmpType < 0 ? -1 : facts.icmpType << 8 | facts.icmpCode & 0xff;
            case TOS -> facts.tos;
            case LATER_PIECE -> facts.fragment ? 1 : 0;
            case SYN -> syn(facts.tcpFlags);
        };
    }

    private static int syn(int flags) {
        if (flags < 0) {
            return -1;
        }
        return (flags & TCP_ASKING) == TCP_SYN ? 1 : 0;
    }
}
