package bauta;

import bauta.control.config.Config;
import bauta.control.config.Network;
import bauta.service.mapping.upnp.UpnpServer;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * Carries notices to hosts of the house, from the router's own address there. The answers' port is
 * opened for as long as that takes, because the input map lets nothing else in. Eight at a time;
 * more are not sent, for whoever misses a notice asks.
 */
final class Courier implements UpnpServer.Messenger {
    private static final int MOST = 8;
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int ANSWER_BYTES = 512;

    private final PacketSide side;
    private final Supplier<Config> config;
    private final Semaphore free = new Semaphore(MOST);

    /**
     * Prepares.
     *
     * @param side opens ports for answers
     * @param config what is in force
     */
    Courier(PacketSide side, Supplier<Config> config) {
        this.side = side;
        this.config = config;
    }

    @Override
    public void send(String network, Ipv4Address host, int port, String message) {
        if (free.tryAcquire()) {
            Thread.ofVirtual()
                    .name("upnp-notice")
                    .start(() -> {
                        try {
                            deliver(network, host, port, message);
                        } finally {
                            free.release();
                        }
                    });
        }
    }

    private void deliver(String network, Ipv4Address host, int port, String message) {
        Optional<Network> there =
                config.get().networks().stream().filter(n -> n.name().equals(network)).findFirst();
        if (there.isEmpty()) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.bind(new InetSocketAddress(there.get().address().address().toInetAddress(), 0));
            InetSocketAddress to = new InetSocketAddress(host.toInetAddress(), port);
            side.whileOpen(network, socket.getLocalPort(), () -> exchange(socket, to, message));
        } catch (IOException e) {
            Logger.debug(e, "upnp notice not delivered host={}", host);
        }
    }

    private static boolean exchange(Socket socket, InetSocketAddress to, String message) {
        try {
            socket.connect(to, PATIENCE_MILLIS);
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().read(new byte[ANSWER_BYTES]) > 0;
        } catch (IOException e) {
            Logger.debug(e, "upnp notice not delivered to={}", to);
            return false;
        }
    }
}
