package bauta.alg;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes at hand of one direction of a control connection, and what is to stand in their place:
 * a reused scratch object. Indexes begin at the first byte that was not read yet. Router loop only.
 */
public final class Payload {
    /** Bytes that fit in. */
    static final int MOST_BYTES = 16 * 1024;

    private static final int MOST_EDITS = 16;

    final byte[] bytes = new byte[MOST_BYTES];
    private final int[] from = new int[MOST_EDITS];
    private final int[] to = new int[MOST_EDITS];
    private final byte[][] by = new byte[MOST_EDITS][];
    private int edits;
    private int start;
    private int end;
    private int direction;

    Payload() {}

    /** Shows bytes of {@link #bytes}, from a start to an end, and forgets replacements. */
    void show(int shownDirection, int shownStart, int shownEnd) {
        direction = shownDirection;
        start = shownStart;
        end = shownEnd;
        edits = 0;
    }

    /** Returns whose bytes these are: {@link Control#OPENER} or {@link Control#ANSWERER}. */
    public int direction() {
        return direction;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return end - start;
    }

    /** Returns a byte, 0 to 255; -1 beyond the end. */
    public int at(int index) {
        return index >= 0 && index < length() ? bytes[start + index] & 0xff : -1;
    }

    /** Returns two bytes as a number, the high one first; -1 when they are not all there. */
    public int unsignedShort(int index) {
        return index < 0 || length() - index < Short.BYTES ? -1 : at(index) << 8 | at(index + 1);
    }

    /** Returns four bytes as a number, the highest first; -1 when they are not all there. */
    public long unsignedInt(int index) {
        return index < 0 || length() - index < Integer.BYTES
                ? -1
                : (long) unsignedShort(index) << 16 | unsignedShort(index + 2);
    }

    /** Returns the index of a byte, or -1. */
    public int indexOf(int wanted, int first) {
        for (int i = Math.max(0, first); i < length(); i++) {
            if (at(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether ASCII text stands at an index, letters of either case alike. */
    public boolean has(int index, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (lower(at(index + i)) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether ASCII text stands at the beginning as a word of its own, or may do so once
     * more has come; letters of either case alike.
     */
    public boolean mayBeginWith(String word) {
        int after = at(word.length());
        boolean ends = after <= ' ' || after == '-';
        return ends && has(0, word.substring(0, Math.min(word.length(), length())));
    }

    private static int lower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    /** Returns bytes as text, one character each, cut at the end of what is there. */
    public String text(int first, int last) {
        int begin = Math.clamp(first, 0, length());
        int finish = Math.clamp(last, begin, length());
        return new String(bytes, start + begin, finish - begin, StandardCharsets.ISO_8859_1);
    }

    /**
     * Puts bytes in the place of others. Replacements are made from left to right and do not
     * overlap; more than 16 in a unit are not made.
     *
     * @param first index of the first byte to go
     * @param last index after the last one
     * @param bytesInstead what stands there instead
     * @return whether it was made
     */
    public boolean replace(int first, int last, byte[] bytesInstead) {
        int before = edits == 0 ? 0 : to[edits - 1];
        if (edits == MOST_EDITS || first < before || last < first || last > length()) {
            return false;
        }
        from[edits] = first;
        to[edits] = last;
        by[edits] = bytesInstead;
        edits++;
        return true;
    }

    /** The same with ASCII text. */
    public boolean replace(int first, int last, String textInstead) {
        return replace(first, last, textInstead.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isEdited() {
        return edits > 0;
    }

    int firstEdited() {
        return from[0];
    }

    int lastEdited() {
        return to[edits - 1];
    }

    /** Returns what stands in the place of the bytes between two indexes. */
    byte[] edited(int first, int last) {
        int length = last - first;
        for (int i = 0; i < edits; i++) {
            length += by[i].length - (to[i] - from[i]);
        }
        byte[] text = new byte[length];
        int read = first;
        int written = 0;
        for (int i = 0; i < edits; i++) {
            int kept = from[i] - read;
            System.arraycopy(bytes, start + read, text, written, kept);
            System.arraycopy(by[i], 0, text, written + kept, by[i].length);
            written += kept + by[i].length;
            read = to[i];
        }
        System.arraycopy(bytes, start + read, text, written, last - read);
        return text;
    }

    /** Returns a copy of the bytes between two indexes. */
    byte[] copy(int first, int last) {
        return Arrays.copyOfRange(bytes, start + first, start + last);
    }
}
