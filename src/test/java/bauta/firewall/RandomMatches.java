package bauta.firewall;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Matches and packets in a small world, so that they often meet: few networks, nested prefixes,
 * ranges that overlap, sets, negations.
 */
final class RandomMatches {
    private static final int[] PROTOCOLS = {1, 6, 17, 47, 50};

    private final Random random;

    RandomMatches(Random random) {
        this.random = random;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    List<Match> list(int size) {
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            matches.add(match());
        }
        return matches;
    }

    private Match match() {
        Match match = Match.ANY;
        int parts = below(5);
        for (int i = 0; i < parts; i++) {
            Field field = Field.values()[below(Field.COUNT)];
            RangeSet set = set(field);
            match = match.with(field, below(5) == 0 ? set.except() : set);
        }
        if (below(10) == 0) {
            match = match.mark(below(4), below(4));
        }
        return below(20) == 0 ? match.tos(below(256), below(256)) : match;
    }

    private RangeSet set(Field field) {
        List<RangeSet> parts = new ArrayList<>();
        for (int i = below(4) == 0 ? below(12) : 1; i >= 0; i--) {
            parts.add(part(field));
        }
        return RangeSet.union(parts);
    }

    private RangeSet part(Field field) {
        return switch (field) {
            case SOURCE, DESTINATION -> addresses();
            case SOURCE_PORT, DESTINATION_PORT -> ports();
            case PROTOCOL -> RangeSet.of(PROTOCOLS[below(PROTOCOLS.length)]);
            case ICMP -> below(2) == 0 ? Match.icmpType(below(12)) : RangeSet.of(below(12) << 8);
            case FROM_ZONE, TO_ZONE -> RangeSet.of(below(4));
            case FROM_NETWORK, TO_NETWORK, UPLINK -> RangeSet.of(below(3) - 1);
            case TOS -> RangeSet.of(below(256));
            case LATER_PIECE, SYN -> RangeSet.of(below(2));
        };
    }

    private RangeSet addresses() {
        int first = address();
        int length = below(33);
        int mask = length == 0 ? 0 : -1 << 32 - length;
        if (below(3) > 0) {
            return RangeSet.range(first & mask, first | ~mask);
        }
        int last = first + below(40);
        return Integer.compareUnsigned(first, last) <= 0
                ? RangeSet.range(first, last)
                : RangeSet.of(first);
    }

    private RangeSet ports() {
        int first = port();
        return RangeSet.range(first, Math.min(0xffff, first + (below(2) == 0 ? 0 : below(2000))));
    }

    private int port() {
        return below(3) == 0 ? below(65_536) : 20 + below(100);
    }

    private int address() {
        return switch (below(3)) {
            case 0 -> 0xc0a8_5700 + below(64);
            case 1 -> 0xc633_6400 + below(512);
            default -> random.nextInt();
        };
    }

    /** Fills in a packet, half of them near one of the matches. */
    void fill(PacketFacts facts, List<Match> matches) {
        facts.fromZone = Zone.values()[below(4)];
        facts.toZone = Zone.values()[below(4)];
        facts.fromNetwork = below(3) - 1;
        facts.toNetwork = below(3) - 1;
        facts.uplink = below(3) - 1;
        facts.protocol = PROTOCOLS[below(PROTOCOLS.length)];
        facts.fragment = below(8) == 0;
        boolean ports = facts.protocol == 6 || facts.protocol == 17;
        facts.hasPorts = ports && !facts.fragment;
        facts.sourcePort = port();
        facts.destinationPort = port();
        boolean icmp = facts.protocol == 1 && !facts.fragment;
        facts.icmpType = icmp ? below(12) : -1;
        facts.icmpCode = icmp ? below(3) : -1;
        facts.tcpFlags = facts.protocol == 6 && !facts.fragment ? below(64) : -1;
        facts.tos = below(256);
        facts.mark = below(4);
        facts.addresses = (long) address() << 32 | address() & 0xffff_ffffL;
        if (!matches.isEmpty() && below(2) == 0) {
            near(facts, matches.get(below(matches.size())));
        }
    }

    private void near(PacketFacts facts, Match match) {
        int source = edge(match.set(Field.SOURCE), facts.source());
        int destination = edge(match.set(Field.DESTINATION), facts.destination());
        facts.addresses = (long) source << 32 | destination & 0xffff_ffffL;
        facts.destinationPort =
                edge(match.set(Field.DESTINATION_PORT), facts.destinationPort) & 0xffff;
        facts.protocol = edge(match.set(Field.PROTOCOL), facts.protocol) & 0xff;
    }

    /** Returns the first or last number of a range, or its neighbour outside. */
    private int edge(RangeSet set, int otherwise) {
        if (set.isAny() || set.size() == 0) {
            return otherwise;
        }
        int range = below(set.size());
        return below(2) == 0
                ? set.first(range) - (below(3) == 0 ? 1 : 0)
                : set.last(range) + (below(3) == 0 ? 1 : 0);
    }
}
