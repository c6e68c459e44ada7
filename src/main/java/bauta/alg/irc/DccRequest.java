package bauta.alg.irc;

import bauta.alg.Decimal;
import bauta.alg.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one user asks of another by DCC: a CTCP request as the whole text of a PRIVMSG or NOTICE.
 * {@code DCC SEND name address port size} offers a connection, {@code DCC RESUME name port place}
 * and its answer {@code DCC ACCEPT} speak of one by its port alone. A name with blanks stands
 * between quotation marks.
 *
 * @param kind what it is
 * @param address that is offered, as an int; 0 for other kinds
 * @param port 1 to 65,535; 0 for other kinds than an offer and those that speak of one
 * @param first index of the first byte of address and port
 * @param last index after their last byte
 */
record DccRequest(Kind kind, int address, int port, int first, int last) {
    /** The kinds. */
    enum Kind {
        /** The sender awaits a connection. */
        OFFER,
        /** Who was offered a file wants the rest of it. */
        RESUME,
        /** Who has offered the file agrees. */
        ACCEPT,
        /** The other user is to await the connection: nothing is to be let in. */
        REVERSE,
        /** It is not as it should be. */
        MALFORMED
    }

    private static final int BEGIN_CTCP = 1;
    private static final long HIGHEST_ADDRESS = 0xffff_ffffL;
    private static final int HIGHEST_PORT = 0xffff;
    private static final List<String> MESSAGES = List.of("PRIVMSG ", "NOTICE ");
    private static final List<String> OFFERS =
            List.of("SEND ", "CHAT ", "MOVE ", "TSEND ", "SCHAT ");
    private static final DccRequest MALFORMED = without(Kind.MALFORMED);
    private static final DccRequest REVERSE = without(Kind.REVERSE);

    private static DccRequest without(Kind kind) {
        return new DccRequest(kind, 0, 0, 0, 0);
    }

    /**
     * Reads a line.
     *
     * @param line the line
     * @param end index after its last byte, without what ends it
     * @return the request, or null when it is none of those above
     */
    static @Nullable DccRequest read(Payload line, int end) {
        int at = text(line, end);
        if (at < 0 || line.at(at) != BEGIN_CTCP || !line.has(at + 1, "DCC ")) {
            return null;
        }
        int type = at + 5;
        int close = line.indexOf(BEGIN_CTCP, type);
        int stop = close < 0 || close > end ? end : close;
        for (String offer : OFFERS) {
            if (line.has(type, offer)) {
                return offer(line, type + offer.length(), stop);
            }
        }
        if (line.has(type, "RESUME ")) {
            return later(line, type + 7, stop, Kind.RESUME);
        }
        return line.has(type, "ACCEPT ") ? later(line, type + 7, stop, Kind.ACCEPT) : null;
    }

    /** Returns the index of the text of a message to somebody, or -1. */
    private static int text(Payload line, int end) {
        int at = 0;
        if (line.at(at) == '@') {
            at = afterWord(line, at, end);
        }
        if (line.at(at) == ':') {
            at = afterWord(line, at, end);
        }
        for (String message : MESSAGES) {
            if (line.has(at, message)) {
                int text = afterWord(line, afterWord(line, at, end), end);
                return text < end && line.at(text) == ':' ? text + 1 : -1;
            }
        }
        return -1;
    }

    /** Returns the index of the next word; the end when there is none. */
    private static int afterWord(Payload line, int first, int end) {
        int at = wordEnd(line, first, end);
        while (at < end && line.at(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int wordEnd(Payload line, int first, int end) {
        int blank = line.indexOf(' ', first);
        return blank < 0 || blank > end ? end : blank;
    }

    /** Returns the index after a name and its blank, or the end. */
    private static int afterName(Payload line, int first, int end) {
        if (line.at(first) != '"') {
            return Math.min(end, wordEnd(line, first, end) + 1);
        }
        int quote = line.indexOf('"', first + 1);
        boolean closed = quote >= 0 && quote + 1 < end && line.at(quote + 1) == ' ';
        return closed ? quote + 2 : end;
    }

    private static DccRequest offer(Payload line, int name, int end) {
        int first = afterName(line, name, end);
        int blank = wordEnd(line, first, end);
        long address = Decimal.read(line, first, blank, HIGHEST_ADDRESS);
        int last = wordEnd(line, blank + 1, end);
        int port = (int) Decimal.read(line, blank + 1, last, HIGHEST_PORT);
        if (address < 0 || port < 0) {
            return MALFORMED;
        }
        return port == 0 ? REVERSE : new DccRequest(Kind.OFFER, (int) address, port, first, last);
    }

    private static DccRequest later(Payload line, int name, int end, Kind kind) {
        int first = afterName(line, name, end);
        int last = wordEnd(line, first, end);
        int port = (int) Decimal.read(line, first, last, HIGHEST_PORT);
        if (port < 0) {
            return MALFORMED;
        }
        return port == 0 ? REVERSE : new DccRequest(kind, 0, port, first, last);
    }
}
