package bauta.control.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One connection to the router, of either kind.
 *
 * @param in what it says
 * @param out what it is told
 * @param closing ends it; may be called from another thread to wake a reader
 */
record Wire(InputStream in, OutputStream out, AutoCloseable closing) implements AutoCloseable {
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    /**
     * Connects to a Unix socket.
     *
     * @param path the socket
     * @throws IOException when nobody listens there
     */
    static Wire unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new Wire(
                Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }

    /**
     * Connects by TLS and shakes hands.
     *
     * @param reach the router
     * @param context decides whom to trust
     * @throws IOException when nobody answers, or the certificate is not the right one
     */
    static Wire tls(Reach.Remote reach, SSLContext context) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(reach.host(), reach.port()), CONNECT_MILLIS);
            plain.setSoTimeout(CONNECT_MILLIS);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, reach.host(), reach.port(), true);
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new Wire(socket.getInputStream(), socket.getOutputStream(), socket);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closing.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
