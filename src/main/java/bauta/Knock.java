package bauta;

import bauta.control.config.Network;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.tinylog.Logger;

/**
 * Knocks at a host of the house from the router's own address there: the kernel asks for its
 * hardware address, and for TCP whether a program listens. The answer's port is opened for as long
 * as that takes, because the input map lets nothing else in.
 */
final class Knock {
    /** Longer than the kernel takes to give up on a hardware address. */
    private static final int PATIENCE_MILLIS = 4_000;

    /** How long the other end has to say goodbye. */
    private static final int GOODBYE_MILLIS = 500;

    private static final int MOST_GREETING = 4096;
    private static final int MOST_READS = 8;
    private static final int LOOKS = 20;
    private static final long LOOK_MILLIS = 100;

    /** RFC 863: whoever gets it throws it away. */
    private static final int DISCARD = 9;

    private final RunningRouter.Parts parts;

    /** What was heard. */
    enum Answer {
        /** A program accepts connections there. */
        LISTENS,
        /** The host is there; more cannot be told. */
        THERE,
        /** The host is there, and no program listens. */
        REFUSES,
        /** The host is there, and something swallows connections. */
        SILENT,
        /** Nobody has that address. */
        NOBODY
    }

    /**
     * Prepares to knock.
     *
     * @param parts the router as it is
     */
    Knock(RunningRouter.Parts parts) {
        this.parts = parts;
    }

    /**
     * Knocks. Blocks for at most four seconds.
     *
     * @param host address inside one of the networks
     * @param port of TCP; 0 to look for the host alone
     */
    Answer at(Ipv4Address host, int port) {
        Optional<Network> network =
                parts.config().networks().stream()
                        .filter(n -> n.address().contains(host))
                        .findFirst();
        if (network.isEmpty()) {
            return Answer.NOBODY;
        }
        try {
            return port == 0 ? look(host, network.get()) : connect(host, port, network.get());
        } catch (IOException _) {
            return isThere(host, network.get()) ? Answer.THERE : Answer.NOBODY;
        }
    }

    private Answer connect(Ipv4Address host, int port, Network network) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(network.address().address().toInetAddress(), 0));
            return parts.side()
                    .whileOpen(
                            network.name(),
                            socket.getLocalPort(),
                            () ->
                                    connected(
                                            socket,
                                            new InetSocketAddress(host.toInetAddress(), port),
                                            network));
        }
    }

    private Answer connected(Socket socket, InetSocketAddress there, Network network) {
        try {
            socket.connect(there, PATIENCE_MILLIS);
            end(socket);
            return Answer.LISTENS;
        } catch (NoRouteToHostException _) {
            return Answer.NOBODY;
        } catch (ConnectException _) {
            return Answer.REFUSES;
        } catch (IOException _) {
            Ipv4Address host = Ipv4Address.of((java.net.Inet4Address) there.getAddress());
            return isThere(host, network) ? Answer.SILENT : Answer.NOBODY;
        }
    }

    /**
     * Says goodbye and waits for the other end to do so, while its answers are still let in: later
     * ones would meet a closed port and look like an attack. Whoever goes on speaking is reset.
     */
    private static void end(Socket socket) {
        byte[] greeting = new byte[MOST_GREETING];
        try (socket) {
            socket.setSoLinger(true, 0);
            socket.setSoTimeout(GOODBYE_MILLIS);
            socket.shutdownOutput();
            boolean over = false;
            for (int read = 0; read < MOST_READS && !over; read++) {
                over = socket.getInputStream().read(greeting) < 0;
            }
        } catch (IOException e) {
            Logger.debug("a knock ended without goodbye cause={}", e.getMessage());
        }
    }

    private Answer look(Ipv4Address host, Network network) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[0], 0, host.toInetAddress(), DISCARD));
        }
        for (int look = 0; look < LOOKS; look++) {
            if (isThere(host, network)) {
                return Answer.THERE;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        return Answer.NOBODY;
    }

    private boolean isThere(Ipv4Address host, Network network) {
        return parts.side().isThere(network.name(), host);
    }
}
