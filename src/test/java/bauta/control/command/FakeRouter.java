package bauta.control.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Answers HTTP on a Unix socket, or over TLS on loopback, as it was told; remembers what it was
 * asked.
 */
final class FakeRouter implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final AutoCloseable listener;
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final int port;

    private interface Accepting {
        Wire accept() throws IOException;
    }

    private FakeRouter(AutoCloseable listener, int port, Accepting accepting) {
        this.listener = listener;
        this.port = port;
        Thread.ofVirtual().start(() -> serve(accepting));
    }

    static FakeRouter unix(Path socket) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        return new FakeRouter(
                channel,
                0,
                () -> {
                    SocketChannel one = channel.accept();
                    return new Wire(
                            Channels.newInputStream(one), Channels.newOutputStream(one), one);
                });
    }

    /** Listens on a port of loopback with the certificate of a router, {@code a} or {@code b}. */
    static FakeRouter tls(String certificate, int port)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in =
                FakeRouter.class.getResourceAsStream("router-" + certificate + ".p12")) {
            keys.load(Objects.requireNonNull(in), PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        SSLServerSocket socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(port, 8, InetAddress.getLoopbackAddress());
        return new FakeRouter(
                socket,
                socket.getLocalPort(),
                () -> {
                    Socket one = socket.accept();
                    return new Wire(one.getInputStream(), one.getOutputStream(), one);
                });
    }

    /** Answers a request, such as {@code GET /health}, with a status and a body. */
    FakeRouter answers(String request, int status, String body) {
        String head = "HTTP/1.1 " + status + " x\r\nContent-Length: ";
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return raw(request, head + length + "\r\n\r\n" + body);
    }

    /** Answers a request with these bytes; called again, the next time with the next ones. */
    FakeRouter raw(String request, String bytes) {
        answers.computeIfAbsent(request, _ -> new CopyOnWriteArrayList<>()).add(bytes);
        return this;
    }

    /** Returns head and body of every request. */
    List<String> requests() {
        return requests;
    }

    int port() {
        return port;
    }

    private void serve(Accepting accepting) {
        try {
            while (true) {
                Wire wire = accepting.accept();
                Thread.ofVirtual().start(() -> answer(wire));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void answer(Wire wire) {
        try (wire) {
            InputStreamReader in = new InputStreamReader(wire.in(), StandardCharsets.UTF_8);
            BufferedReader lines = new BufferedReader(in);
            StringBuilder request = new StringBuilder();
            int length = 0;
            String first = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                first = first.isEmpty() ? line.replace(" HTTP/1.1", "") : first;
                request.append(line).append('\n');
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
                if (line.isEmpty()) {
                    break;
                }
            }
            int read = 0;
            while (read < length) {
                int next = lines.read();
                request.append((char) next);
                read += new String(Character.toChars(next)).getBytes(StandardCharsets.UTF_8).length;
            }
            if (!first.isEmpty()) {
                requests.add(request.toString());
                say(wire.out(), first);
            }
        } catch (IOException _) {
            // The client went away, as after a certificate that it does not trust.
        }
    }

    private void say(OutputStream out, String request) throws IOException {
        List<String> left = answers.get(request);
        String answer =
                left == null
                        ? "HTTP/1.1 404 x\r\n\r\n{\"error\":{\"text\":\"nothing at "
                                + request
                                + "\"}}"
                        : left.size() > 1 ? left.removeFirst() : left.getFirst();
        out.write(answer.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try {
            listener.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    static Path freshSocket(Path folder) throws IOException {
        Path socket = folder.resolve("control.sock");
        Files.deleteIfExists(socket);
        return socket;
    }
}
