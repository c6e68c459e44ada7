package bauta.alg.raudio;

import bauta.alg.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Start line and headers of an RTSP message, RFC 2326 sections 4 to 7. Lines end with LF, with or
 * without CR before it.
 *
 * @param text all of it with the empty line, a character for each byte
 * @param startLine method, address and version; or version, status and reason
 * @param headers the others, in order
 * @param contentLength bytes of the body behind, 0 without one; -1 when nobody can tell
 */
record RtspHead(String text, List<String> startLine, List<Header> headers, int contentLength) {
    private static final String VERSION = "RTSP/1.0";
    private static final int LONGEST_NUMBER = 9;
    private static final int LONGEST_REQUEST_LINE = 1024;

    /** RFC 2326 section 10. */
    private static final List<String> METHODS =
            List.of(
                    "OPTIONS",
                    "DESCRIBE",
                    "SETUP",
                    "ANNOUNCE",
                    "PLAY",
                    "RECORD",
                    "PAUSE",
                    "TEARDOWN",
                    "GET_PARAMETER",
                    "SET_PARAMETER",
                    "REDIRECT");

    /**
     * A header.
     *
     * @param name in lower case
     * @param from index of the first character of its value
     * @param to index after the last one
     * @param folded whether its value goes on in the next line
     */
    record Header(String name, int from, int to, boolean folded) {}

    /** Copies the lists. */
    RtspHead {
        startLine = List.copyOf(startLine);
        headers = List.copyOf(headers);
    }

    /** Returns whether bytes begin with a whole request line of RTSP 1.0. */
    static boolean opens(Payload payload) {
        List<String> words = startLine(payload);
        return isRequest(words) && METHODS.contains(words.getFirst());
    }

    /** Returns whether bytes begin with a whole line that is no start line. */
    static boolean isAstray(Payload payload) {
        List<String> words = startLine(payload);
        return !words.isEmpty() && !isRequest(words) && !words.getFirst().equals(VERSION);
    }

    private static boolean isRequest(List<String> words) {
        return words.size() == 3 && words.getLast().equals(VERSION);
    }

    /** Returns the words of the first line, or none while it is not whole. */
    private static List<String> startLine(Payload payload) {
        int end = payload.indexOf('\n', 0);
        return end < 0 ? List.of() : words(payload.text(0, end).stripTrailing());
    }

    /** Returns whether bytes can become what {@link #opens} answers true for. */
    static boolean mayOpen(Payload payload) {
        String text = payload.text(0, LONGEST_REQUEST_LINE);
        return text.indexOf('\n') < 0
                && text.length() < LONGEST_REQUEST_LINE
                && METHODS.stream().anyMatch(method -> isPrefix(method + ' ', text));
    }

    private static boolean isPrefix(String word, String text) {
        return text.startsWith(word) || word.startsWith(text);
    }

    private static List<String> words(String line) {
        return List.of(line.split(" +", -1));
    }

    /** Returns a head that is all there, or null when its empty line has not come. */
    static @Nullable RtspHead of(Payload payload) {
        var headers = new ArrayList<Header>();
        int first = payload.indexOf('\n', 0);
        int at = first + 1;
        int end = first < 0 ? -1 : payload.indexOf('\n', at);
        while (end >= 0) {
            String line = payload.text(at, end);
            if (line.isBlank()) {
                String text = payload.text(0, end + 1);
                int length = contentLength(text, headers);
                return new RtspHead(text, startLine(payload), headers, length);
            }
            add(headers, line, at);
            at = end + 1;
            end = payload.indexOf('\n', at);
        }
        return null;
    }

    private static void add(List<Header> headers, String line, int at) {
        boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
        int colon = line.indexOf(':');
        if (folded && !headers.isEmpty()) {
            Header last = headers.removeLast();
            headers.add(new Header(last.name, last.from, last.to, true));
        } else if (colon > 0) {
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            int end = at + line.stripTrailing().length();
            headers.add(new Header(name, Math.min(at + colon + 1, end), end, false));
        }
    }

    private static int contentLength(String text, List<Header> headers) {
        int length = 0;
        boolean found = false;
        for (Header header : headers) {
            if (header.name.equals("content-length")) {
                int said = number(text.substring(header.from, header.to).strip());
                if (said < 0 || header.folded || found && said != length) {
                    return -1;
                }
                found = true;
                length = said;
            }
        }
        return length;
    }

    /** Returns a number of decimal digits, or -1 for anything else and for one that is too long. */
    static int number(String digits) {
        boolean fine =
                !digits.isEmpty()
                        && digits.length() <= LONGEST_NUMBER
                        && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return fine ? Integer.parseInt(digits) : -1;
    }

    int length() {
        return text.length();
    }

    /** Returns whether it answers a request. */
    boolean isReply() {
        return startLine.getFirst().equals(VERSION);
    }

    /** Returns whether it is a reply that says that all went well. */
    boolean isSuccess() {
        return isReply() && startLine.size() > 1 && startLine.get(1).matches("2\\d\\d");
    }

    /** Returns whether it is a request by this method. */
    boolean asks(String method) {
        return isRequest(startLine) && startLine.getFirst().equals(method);
    }

    /** Returns what a request is about, or an empty text. */
    String address() {
        return isRequest(startLine) ? startLine.get(1) : "";
    }

    /** Returns the number of request and reply, or -1. */
    int cseq() {
        for (Header header : headers) {
            if (header.name.equals("cseq")) {
                return number(text.substring(header.from, header.to).strip());
            }
        }
        return -1;
    }
}
