package bauta.control.command;

import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112 section 7.1); chunk extensions and trailers are passed over. */
final class ChunkedBody extends InputStream {
    private static final int MOST_SIZE_LINE = 256;

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    /**
     * Starts a body.
     *
     * @param in the connection, behind the head
     */
    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0 && !ended) {
            next();
        }
        if (ended) {
            return -1;
        }
        int got = in.read(into, at, (int) Math.min(length, left));
        if (got < 0) {
            throw new IOException("the answer was cut off");
        }
        left -= got;
        return got;
    }

    private void next() throws IOException {
        if (!first && !line().isEmpty()) {
            throw new IOException("a chunk is longer than it says");
        }
        first = false;
        String size = line().replaceFirst(";.*", "").strip();
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new IOException("no size of a chunk: " + size);
        }
        left = Long.parseLong(size, 16);
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || text.length() > MOST_SIZE_LINE) {
                throw new IOException("the answer was cut off");
            }
            if (next != '\r') {
                text.append((char) next);
            }
        }
        return text.toString();
    }
}
