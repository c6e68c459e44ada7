package bauta.control.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /**
     * Returns the known word that is at most a third of its letters away.
     *
     * @param word as it was written
     * @param known the words there are
     */
    public static Optional<String> nearest(String word, List<String> known) {
        return known.stream()
                .filter(k -> word.length() <= LONGEST && distance(word, k) <= limit(k))
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    private static int limit(String known) {
        return Math.max(1, known.length() / 3);
    }

    /**
     * Insertions, removals, replacements and swapped neighbours between two words (Levenshtein,
     * Damerau; each letter swapped once).
     */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : nearest(rows, i, j, a, b);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int nearest(int[][] rows, int i, int j, String a, String b) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int least = rows[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, 1 + rows[i - 2][j - 2]) : least;
    }
}
