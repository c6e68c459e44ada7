package bauta.service.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A name server for tests, on a loopback address; blocking sockets, nothing shared with ours. */
final class LoopbackServer implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Integer> ports = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean closesNext = new AtomicBoolean();
    private final List<byte[]> queries = Collections.synchronizedList(new ArrayList<>());

    /**
     * Starts it.
     *
     * @param answers for each query the messages to send back
     */
    LoopbackServer(String address, int port, Function<byte[], List<byte[]>> answers)
            throws IOException {
        InetAddress inet = InetAddress.getByName(address);
        Sockets sockets = bind(inet, port);
        udp = sockets.udp;
        tcp = sockets.tcp;
        Thread.ofVirtual().start(() -> serveUdp(answers));
        Thread.ofVirtual().start(() -> serveTcp(answers));
    }

    private record Sockets(DatagramSocket udp, ServerSocket tcp) {}

    /** The port that is free for UDP may be in use for TCP: with any port, another one is tried. */
    private static Sockets bind(InetAddress inet, int port) throws IOException {
        for (int i = 0; ; i++) {
            DatagramSocket udp = new DatagramSocket(new InetSocketAddress(inet, port));
            try {
                return new Sockets(udp, new ServerSocket(udp.getLocalPort(), 50, inet));
            } catch (BindException e) {
                udp.close();
                if (port != 0 || i == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    int port() {
        return udp.getLocalPort();
    }

    List<byte[]> queries() {
        return queries;
    }

    /** Ports that UDP queries came from. */
    List<Integer> ports() {
        return ports;
    }

    /** TCP connections so far. */
    int connections() {
        return connections.get();
    }

    /** Ends the next TCP connection that asks something. */
    void closeBeforeNextAnswer() {
        closesNext.set(true);
    }

    private void serveUdp(Function<byte[], List<byte[]>> answers) {
        byte[] room = new byte[65_535];
        try {
            while (!udp.isClosed()) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                udp.receive(packet);
                byte[] query = java.util.Arrays.copyOf(room, packet.getLength());
                queries.add(query);
                ports.add(packet.getPort());
                for (byte[] answer : answers.apply(query)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serveTcp(Function<byte[], List<byte[]>> answers) {
        try {
            while (!tcp.isClosed()) {
                Socket client = tcp.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client, answers));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client, Function<byte[], List<byte[]>> answers) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                queries.add(query);
                if (closesNext.getAndSet(false)) {
                    return;
                }
                for (byte[] answer : answers.apply(query)) {
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            }
        } catch (IOException _) {
            // the client went
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
