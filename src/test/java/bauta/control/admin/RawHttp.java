package bauta.control.admin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** A client that sends any bytes, also such as no client sends. */
final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** What came back. */
    record Response(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    static RawHttp connect(SocketFactory factory, int port) throws IOException {
        return new RawHttp(factory.createSocket(InetAddress.getLoopbackAddress(), port));
    }

    static RawHttp connect(int port) throws IOException {
        return connect(SocketFactory.getDefault(), port);
    }

    RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns the next line without its end; null at the end of the stream. */
    @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.write(c);
            }
            c = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads a response with its body. */
    Response response() throws IOException {
        return Objects.requireNonNull(answer(), "no response");
    }

    /** Reads a response with its body; null when the stream ended before it. */
    @Nullable Response answer() throws IOException {
        Response head = start();
        if (head == null) {
            return null;
        }
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        return new Response(
                head.status(),
                head.headers(),
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** Reads the head of a response. */
    Response head() throws IOException {
        return Objects.requireNonNull(start(), "no response");
    }

    private @Nullable Response start() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Response(Integer.parseInt(first.split(" ", -1)[1]), headers, "");
    }

    /** Returns whether the other end closes without a further word. */
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
