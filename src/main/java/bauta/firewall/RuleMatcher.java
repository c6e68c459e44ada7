package bauta.firewall;

import java.util.List;

/**
 * Finds the first of many {@link Match}es that takes a packet. Immutable; allocates nothing per
 * question.
 */
public final class RuleMatcher {
    /** What {@link #find} answers when no match takes the packet. */
    public static final int NONE = -1;

    /** The most matches of one matcher. */
    public static final int MAX_MATCHES = 16_384;

    private final Match[] matches;

    private RuleMatcher(List<Match> matches) {
        this.matches = matches.toArray(Match[]::new);
    }

    /**
     * Compiles matches.
     *
     * @param matches in order, at most {@link #MAX_MATCHES}
     * @throws IllegalArgumentException when there are more
     */
    public static RuleMatcher of(List<Match> matches) {
        if (matches.size() > MAX_MATCHES) {
            throw new IllegalArgumentException(matches.size() + " rules, at most " + MAX_MATCHES);
        }
        return new RuleMatcher(matches);
    }

    /**
     * Returns the first match that takes a packet.
     *
     * @param facts the packet
     * @param from the lowest match to look at
     * @param off the matches to leave out, one bit each, 64 to a word; words beyond the end are 0
     * @return its number, or {@link #NONE}
     */
    public int find(PacketFacts facts, int from, long[] off) {
        for (int i = from; i < matches.length; i++) {
            if (!isOff(off, i) && matches[i].takes(facts)) {
                return i;
            }
        }
        return NONE;
    }

    private static boolean isOff(long[] off, int match) {
        int word = match >>> 6;
        return word < off.length && (off[word] >>> match & 1) != 0;
    }
}
