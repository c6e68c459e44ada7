package bauta.firewall;

import java.util.HashMap;
import java.util.List;

/**
 * Finds the first of many {@link Match}es that takes a packet, in a time that in the usual case
 * does not grow with their number. Immutable; allocates nothing per question.
 */
public final class RuleMatcher {
    /** What {@link #find} answers when no match takes the packet. */
    public static final int NONE = -1;

    /** The most matches of one matcher. */
    public static final int MAX_MATCHES = 12_288;

    /** The most ranges in the sets of a matcher, sets of one range and equal sets not counted. */
    public static final int MAX_RANGES = 131_072;

    private final RuleTree tree;
    private final int size;

    private RuleMatcher(List<Match> matches) {
        this.size = matches.size();
        this.tree = RuleTreeBuilder.build(new Boxes(matches), Conditions.of(matches));
    }

    /**
     * Compiles matches, in a time and room that their number and that of their ranges bound.
     *
     * @param matches in order, at most {@link #MAX_MATCHES}
     * @throws IllegalArgumentException when there are more, or more than {@link #MAX_RANGES} ranges
     */
    public static RuleMatcher of(List<Match> matches) {
        if (matches.size() > MAX_MATCHES) {
            throw new IllegalArgumentException(matches.size() + " rules, at most " + MAX_MATCHES);
        }
        int ranges = Conditions.rangesOf(matches, new HashMap<>());
        if (ranges > MAX_RANGES) {
            throw new IllegalArgumentException(ranges + " ranges, at most " + MAX_RANGES);
        }
        return new RuleMatcher(matches);
    }

    /**
     * Returns room for a set of matches to leave out, one bit each, 64 to a word; empty at first.
     */
    public long[] bits() {
        return new long[size + Long.SIZE - 1 >>> 6];
    }

    /**
     * Returns the first match that takes a packet.
     *
     * @param facts the packet
     * @param from the lowest match to look at
     * @param off the matches to leave out, see {@link #bits}
     * @return its number, or {@link #NONE}
     */
    public int find(PacketFacts facts, int from, long[] off) {
        Field.read(facts, facts.point);
        int match = tree.search(facts, from, off);
        return match == RuleTree.NONE ? NONE : match;
    }

    /** Returns the memory that questions are answered from, in bytes, about. */
    public int bytes() {
        return tree.bytes();
    }
}
