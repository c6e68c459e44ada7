package bauta.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/**
 * A TCP port of the router's LAN side, reachable at a port of 127.0.0.1 outside the lab: a browser
 * of this machine can open the router's page. Two programs carry the bytes, one on each side of the
 * namespace border, through a Unix socket, which knows no such border.
 *
 * @param port the port on 127.0.0.1
 */
record Relay(int port) {
    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Starts one; the lab ends it.
     *
     * @param host the LAN host that the router sees as its client
     * @param to the router's port
     * @param wished the port on 127.0.0.1; when it is taken, one that is free
     */
    static Relay start(Lab lab, LanHost host, int to, int wished) {
        int port = free(wished);
        Path meeting = lab.file("relay-" + to);
        Path log = lab.file("relay-" + to + ".log");
        String inside = "UNIX-LISTEN:%s,fork,mode=600".formatted(meeting);
        String outside = "TCP-LISTEN:%d,bind=%s,fork,reuseaddr".formatted(port, LOOPBACK);
        String router = "TCP:%s:%d".formatted(RouterProcess.ADDRESS, to);
        lab.keep(host.home().start(log, List.of("socat", inside, router)));
        lab.keep(LabProcess.start(List.of("socat", outside, "UNIX-CONNECT:" + meeting), log));
        return new Relay(port);
    }

    private static int free(int wished) {
        return canListen(wished) ? wished : anyPort();
    }

    private static boolean canListen(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int anyPort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new LabException("no free port on " + LOOPBACK, e);
        }
    }
}
