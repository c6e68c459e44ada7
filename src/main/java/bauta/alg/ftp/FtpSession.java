package bauta.alg.ftp;

import bauta.alg.Control;
import bauta.alg.Expectation;
import bauta.alg.Expected;
import bauta.alg.Payload;
import bauta.alg.Refusal;
import bauta.alg.StreamSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A control connection of FTP. Commands count only at the start of a line, and only after a server
 * has greeted and the client has begun as FTP clients do: a browser that was led to this port is
 * not believed. Replies count only when they were asked for and are not text of another one.
 */
final class FtpSession implements StreamSession {
    /** Longer lines pass: those of interest are much shorter. */
    private static final int LONGEST_LINE = 256;

    private static final int TCP = 6;
    private static final int MOST_ASKED = 8;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int ENTERING_PASSIVE = 227;
    private static final int ENTERING_EXTENDED_PASSIVE = 229;
    private static final int SECURITY_ACCEPTED = 234;
    private static final int COMMAND_OK = 200;

    private static final List<String> GREETINGS = List.of("220", "120");

    /** What a client may begin with: RFC 959, 2228, 2389, 2640, 7151, and CLNT by custom. */
    private static final List<String> BEGINNINGS =
            List.of(
                    "USER", "AUTH", "FEAT", "HOST", "CLNT", "OPTS", "LANG", "SYST", "HELP", "NOOP",
                    "STAT", "QUIT");

    private final Control control;
    private final ReplyReader replies = new ReplyReader();
    private final boolean[] passing = new boolean[2];
    private boolean greeted;
    private boolean begun;

    /** Passive commands without an answer yet. */
    private int asked;

    private boolean security;
    private boolean onlyExtendedAsked;

    /** RFC 2428 section 4: after EPSV ALL nothing but EPSV is used. */
    private boolean onlyExtended;

    private @Nullable Expected expected;

    FtpSession(Control control) {
        this.control = control;
    }

    @Override
    public int read(Payload payload) {
        int direction = payload.direction();
        int end = payload.indexOf('\n', 0);
        int unit = end < 0 ? payload.length() : end + 1;
        if (passing[direction]) {
            passing[direction] = end < 0;
            return unit;
        }
        Refusal why = direction == Control.OPENER ? ofClient(payload) : ofServer(payload);
        if (why != null) {
            control.refuse(why);
            return DETACH;
        }
        boolean whole = end >= 0 && unit <= LONGEST_LINE;
        if (end < 0 && unit < LONGEST_LINE) {
            return WAIT;
        }
        passing[direction] = end < 0;
        int last = unit > 1 && payload.at(unit - 2) == '\r' ? unit - 2 : unit - 1;
        if (direction == Control.OPENER) {
            if (whole) {
                command(payload, last);
            }
            return unit;
        }
        return reply(payload, last, whole) ? unit : DETACH;
    }

    /** Returns why a server's first bytes are not those of FTP, or null. */
    private @Nullable Refusal ofServer(Payload payload) {
        if (greeted) {
            return null;
        }
        boolean possible = GREETINGS.stream().anyMatch(payload::mayBeginWith);
        greeted = possible && payload.length() >= 3;
        return possible ? null : Refusal.OTHER_PROTOCOL;
    }

    /** Returns why a client's first bytes are not those of FTP, or null. */
    private @Nullable Refusal ofClient(Payload payload) {
        if (payload.at(0) == TLS_HANDSHAKE) {
            return Refusal.ENCRYPTED;
        }
        if (begun) {
            return null;
        }
        boolean possible = greeted && BEGINNINGS.stream().anyMatch(payload::mayBeginWith);
        begun = possible && payload.length() > 4;
        return possible ? null : Refusal.OTHER_PROTOCOL;
    }

    private void command(Payload line, int end) {
        if (line.has(0, "PORT ")) {
            active(line, HostPort.ofPort(line, 5, end));
        } else if (line.has(0, "EPRT ")) {
            active(line, HostPort.ofExtendedPort(line, 5, end));
        } else if (is(line, end, "PASV")) {
            passive(!onlyExtended);
        } else if (is(line, end, "EPSV ALL")) {
            onlyExtendedAsked = true;
        } else if (is(line, end, "EPSV") || line.has(0, "EPSV ")) {
            passive(true);
        } else if (line.has(0, "AUTH ")) {
            security = true;
        }
    }

    private static boolean is(Payload line, int end, String command) {
        return end == command.length() && line.has(0, command);
    }

    private void active(Payload line, @Nullable HostPort told) {
        withdraw();
        if (onlyExtended || told == null) {
            control.refuse(Refusal.MALFORMED);
        } else {
            await(line, Control.OPENER, told);
        }
    }

    private void passive(boolean allowed) {
        withdraw();
        if (allowed) {
            asked = Math.min(asked + 1, MOST_ASKED);
        } else {
            control.refuse(Refusal.MALFORMED);
        }
    }

    /**
     * Reads a line of the server.
     *
     * @param whole whether all of it is here; else only how it begins counts
     * @return whether the next ones can be read too
     */
    private boolean reply(Payload line, int end, boolean whole) {
        int code = replies.begins(line);
        if (code == SECURITY_ACCEPTED && security) {
            withdraw();
            control.refuse(Refusal.ENCRYPTED);
            return false;
        }
        if (onlyExtendedAsked && code >= COMMAND_OK) {
            onlyExtendedAsked = false;
            onlyExtended |= code == COMMAND_OK;
        }
        if (whole && code == ENTERING_PASSIVE) {
            answered(line, HostPort.ofPassive(line, 4, end));
        } else if (whole && code == ENTERING_EXTENDED_PASSIVE) {
            int own = control.address(Control.ANSWERER);
            answered(line, HostPort.ofExtendedPassive(line, 4, end, own));
        }
        return true;
    }

    private void answered(Payload line, @Nullable HostPort told) {
        if (asked == 0 || told == null) {
            control.refuse(Refusal.MALFORMED);
            return;
        }
        asked--;
        withdraw();
        await(line, Control.ANSWERER, told);
    }

    private void await(Payload line, int who, HostPort told) {
        Expected granted =
                control.expect(
                        Expectation.one(control, who, TCP, told.port()).announced(told.address()));
        expected = granted;
        if (granted != null && !told.says(granted.seenAddress(), granted.seenPort())) {
            String text = told.write(granted.seenAddress(), granted.seenPort());
            line.replace(told.first(), told.last(), text);
        }
    }

    private void withdraw() {
        if (expected != null) {
            control.withdraw(expected);
            expected = null;
        }
    }
}
