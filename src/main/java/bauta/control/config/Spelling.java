package bauta.control.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Spelling {
    private static final int LONGEST = 64;

    private Spelling() {}

    /**
     * Returns the known word that is at most a third of its letters away.
     *
     * @param word as it was written
     * @param known the words there are
     */
    static Optional<String> nearest(String word, List<String> known) {
        return known.stream()
                .filter(k -> word.length() <= LONGEST && distance(word, k) <= limit(k))
                .min(Comparator.comparingInt(k -> distance(word, k)));
    }

    private static int limit(String known) {
        return Math.max(1, known.length() / 3);
    }

    /** Insertions, removals and replacements between two words (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
