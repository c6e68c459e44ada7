package bauta.control.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to one HTTP/1.1 request (RFC 9112): status, headers, and a stream of the body that
 * ends where the body does, whether it comes with its length, in chunks, or until the connection
 * ends. What is not HTTP is an {@link IOException}; heads are bounded.
 *
 * @param status for example 200
 * @param headers by name in lower case; of a repeated one the last
 * @param body what follows the head
 */
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {
    private static final int MOST_HEAD_BYTES = 64 * 1024;
    private static final String VERSION = "HTTP/1.1 ";

    /**
     * Reads the head of an answer.
     *
     * @param in the connection
     */
    static HttpAnswer read(InputStream in) throws IOException {
        List<String> head = head(in);
        String first = head.getFirst();
        if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new IOException("no HTTP: " + first.substring(0, Math.min(40, first.length())));
        }
        int status = Integer.parseInt(first.substring(VERSION.length(), VERSION.length() + 3));
        Map<String, String> headers = new HashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new HttpAnswer(status, Map.copyOf(headers), body(headers, in));
    }

    private static InputStream body(Map<String, String> headers, InputStream in)
            throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedBody(in);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("\\d{1,9}")) {
            throw new IOException("no length: " + length);
        }
        return new SizedBody(in, Integer.parseInt(length));
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int newLines = 0;
        while (newLines < 2) {
            int next = in.read();
            if (next < 0 || bytes.size() >= MOST_HEAD_BYTES) {
                throw new IOException("the answer has no end of its head");
            }
            if (next != '\r') {
                newLines = next == '\n' ? newLines + 1 : 0;
                bytes.write(next);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
