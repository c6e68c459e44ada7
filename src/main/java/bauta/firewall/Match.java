package bauta.firewall;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a rule or a policy takes: a packet that lies in every one of its sets and carries the mark.
 * A part that is not named takes anything. Immutable; each method returns a narrower copy:
 *
 * <pre>{@code
 * Match.ANY.from(Zone.LAN).to(Zone.WAN).with(Field.PROTOCOL, RangeSet.of(6))
 *         .with(Field.DESTINATION_PORT, RangeSet.range(80, 90).except())
 * }</pre>
 *
 * A match that names ports, ICMP types or SYN does not take packets that have none: neither other
 * protocols nor pieces of a datagram other than the first, whether negated or not.
 *
 * @param sets by field; those that are any are left out
 * @param mark what the mark must be, in the bits of the mask
 * @param markMask which bits of the mark count; 0 takes any mark
 */
public record Match(Map<Field, RangeSet> sets, int mark, int markMask) {
    /** Takes everything. */
    public static final Match ANY = new Match(Map.of(), 0, 0);

    private static final int TOS_VALUES = 256;
    private static final int ICMP_CODES = 256;

    /** Keeps a copy, as the fields mean it, and only the bits of the mark that count. */
    public Match {
        Map<Field, RangeSet> meant = new EnumMap<>(Field.class);
        sets.forEach((field, set) -> meant.put(field, field.meaning(set)));
        meant.values().removeIf(RangeSet::isAny);
        sets = Map.copyOf(meant);
        mark &= markMask;
    }

    /**
     * Returns a copy with a set for a field, in place of the one it has.
     *
     * @param field what is asked
     * @param set the answers it takes
     */
    public Match with(Field field, RangeSet set) {
        Map<Field, RangeSet> more = new EnumMap<>(Field.class);
        more.putAll(sets);
        more.put(field, set);
        return new Match(more, mark, markMask);
    }

    /**
     * Returns a copy for packets that come from one of these zones.
     *
     * @param zones at least one
     */
    public Match from(Zone... zones) {
        return with(Field.FROM_ZONE, zones(zones));
    }

    /**
     * Returns a copy for packets that go to one of these zones.
     *
     * @param zones at least one
     */
    public Match to(Zone... zones) {
        return with(Field.TO_ZONE, zones(zones));
    }

    private static RangeSet zones(Zone... zones) {
        return RangeSet.of(IntStream.range(0, zones.length).map(i -> zones[i].ordinal()).toArray());
    }

    /**
     * Returns a copy for packets with these bits of the type of service.
     *
     * @param value what they must be
     * @param mask which bits count: 0xfc for a DSCP in its place
     */
    public Match tos(int value, int mask) {
        return with(
                Field.TOS,
                RangeSet.of(
                        IntStream.range(0, TOS_VALUES)
                                .filter(tos -> ((tos ^ value) & mask) == 0)
                                .toArray()));
    }

    /**
     * Returns a copy for packets with these bits of the mark.
     *
     * @param value what they must be
     * @param mask which bits count
     */
    public Match mark(int value, int mask) {
        return new Match(sets, value, mask);
    }

    /**
     * Returns the ICMP messages of a type, whatever their code, for {@link Field#ICMP}.
     *
     * @param type 0 to 255
     */
    public static RangeSet icmpType(int type) {
        return RangeSet.range(type << 8, (type << 8) + ICMP_CODES - 1);
    }

    /**
     * Returns the set for a field.
     *
     * @param field what is asked
     */
    public RangeSet set(Field field) {
        return sets.getOrDefault(field, RangeSet.ANY);
    }

    /** Returns whether no packet can match. */
    public boolean isEmpty() {
        return sets.containsValue(RangeSet.NONE);
    }

    /**
     * Returns whether it takes a packet: the plain form, one field after the other, of what {@link
     * RuleMatcher} does.
     *
     * @param facts the packet
     */
    public boolean takes(PacketFacts facts) {
        for (Map.Entry<Field, RangeSet> entry : sets.entrySet()) {
            if (!entry.getValue().contains(entry.getKey().of(facts))) {
                return false;
            }
        }
        return (facts.mark & markMask) == mark;
    }
}
