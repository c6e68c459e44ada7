package bauta.control.command;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body of known length; an end before that is an error, so that nothing looks whole by chance.
 */
final class SizedBody extends InputStream {
    private final InputStream in;
    private long left;

    /**
     * Starts a body.
     *
     * @param in the connection, behind the head
     * @param length bytes of the body
     */
    SizedBody(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int got = in.read(into, at, (int) Math.min(length, left));
        if (got < 0) {
            throw new IOException("the answer was cut off");
        }
        left -= got;
        return got;
    }
}
