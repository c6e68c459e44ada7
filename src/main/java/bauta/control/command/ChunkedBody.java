package bauta.control.command;

import java.io.IOException;
import java.io.InputStream;

/** A body in chunks (RFC 9112 section 7.1); chunk extensions and trailers are passed over. */
final class ChunkedBody extends InputStream {
    private static final int MOST_SIZE_LINE = 256;

    private final InputStream in;
    private SizedBody chunk;
    private boolean first = true;
    private boolean ended;

    /**
     * Starts a body.
     *
     * @param in the connection, behind the head
     */
    ChunkedBody(InputStream in) {
        this.in = in;
        this.chunk = new SizedBody(in, 0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int got = ended ? -1 : chunk.read(into, at, length);
        while (got < 0 && !ended) {
            next();
            got = chunk.read(into, at, length);
        }
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
        chunk = new SizedBody(in, Long.parseLong(size, 16));
        ended = Long.parseLong(size, 16) == 0;
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
