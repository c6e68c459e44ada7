package bauta.control.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks a running router for its status over the box's Unix socket: the command {@code bauta
 * status}.
 */
public final class StatusClient {
    private static final String REQUEST =
            "GET /api/v1/status HTTP/1.1\r\nHost: bauta\r\nConnection: close\r\n\r\n";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private StatusClient() {}

    /**
     * Returns the status document as JSON text.
     *
     * @param socket path of the router's Unix socket
     * @throws IOException when no router answers there, or not with a status
     */
    public static String fetch(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
            String answer =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
            int body = answer.indexOf(END_OF_HEAD);
            if (!answer.startsWith("HTTP/1.1 200 ") || body < 0) {
                throw new IOException(
                        "the router answered: " + answer.lines().findFirst().orElse("nothing"));
            }
            return answer.substring(body + END_OF_HEAD.length());
        }
    }
}
