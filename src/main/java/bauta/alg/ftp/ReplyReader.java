package bauta.alg.ftp;

import bauta.alg.Decimal;
import bauta.alg.Payload;

/**
 * Tells replies from text within one (RFC 959 section 4.2): a reply of several lines begins with
 * its code and a hyphen, and ends with the line that has the same code and a blank.
 */
final class ReplyReader {
    /** No reply begins with this line. */
    static final int NONE = 0;

    private static final int DIGITS = 3;

    private int open = NONE;

    /** Returns the code of the reply that begins with a line, 100 to 999, or {@link #NONE}. */
    int begins(Payload line) {
        int code = (int) Decimal.read(line, 0, DIGITS, 999);
        int mark = line.at(DIGITS);
        boolean last = mark == ' ' || mark == '\r' || mark == '\n';
        if (open != NONE) {
            open = code == open && last ? NONE : open;
            return NONE;
        }
        if (code < 100 || !last && mark != '-') {
            return NONE;
        }
        open = mark == '-' ? code : NONE;
        return code;
    }
}
