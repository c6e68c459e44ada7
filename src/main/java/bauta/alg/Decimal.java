package bauta.alg;

/** Decimal numbers in the text of a control connection. */
public final class Decimal {
    /** There is no such number there. */
    public static final int NONE = -1;

    private Decimal() {}

    /**
     * Returns the index after the digits that begin at an index.
     *
     * @param payload the text
     * @param first where they begin
     * @param end index after the last byte to look at
     */
    public static int end(Payload payload, int first, int end) {
        int at = first;
        while (at < end && isDigit(payload.at(at))) {
            at++;
        }
        return at;
    }

    /**
     * Returns the number between two indexes, or {@link #NONE} when something else than digits is
     * there, or nothing, or more than may be. Zeros may lead.
     *
     * @param payload the text
     * @param first index of the first digit
     * @param end index after the last one
     * @param most the highest number that may be, at most 2^32
     */
    public static long read(Payload payload, int first, int end, long most) {
        long number = first < end ? 0 : NONE;
        for (int i = first; i < end; i++) {
            int digit = payload.at(i);
            if (!isDigit(digit)) {
                return NONE;
            }
            number = number * 10 + (digit - '0');
            if (number > most) {
                return NONE;
            }
        }
        return number;
    }

    /** Returns whether a byte is a digit. */
    public static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }
}
