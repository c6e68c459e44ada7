package bauta;

import bauta.engine.Clock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.List;
import org.tinylog.Logger;

/**
 * Asks name servers for the servers of the root, as the router's own program: whether one of them
 * answers is what the forwarder's work depends on. Blocks.
 */
final class DnsProbe {
    private static final int WAIT_MILLIS = 1_500;
    private static final int HEADER_BYTES = 12;
    private static final int MAX_BYTES = 4_096;
    private static final int RESPONSE = 0x80;
    private static final int RCODE = 0x0f;

    /** After the id: recursion desired, one question: the root, NS, IN (RFC 1035 section 4.1). */
    private static final byte[] QUESTION = {1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

    private DnsProbe() {}

    /**
     * Returns whether one of the servers answers within a second and a half.
     *
     * @param servers all are asked at once
     */
    static boolean answers(List<InetSocketAddress> servers) {
        byte[] query = new byte[2 + QUESTION.length];
        new SecureRandom().nextBytes(query);
        System.arraycopy(QUESTION, 0, query, 2, QUESTION.length);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (InetSocketAddress server : servers) {
                socket.send(new DatagramPacket(query, query.length, server));
            }
            return awaits(socket, query, servers);
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException e) {
            Logger.debug(e, "dns probe");
            return false;
        }
    }

    private static boolean awaits(
            DatagramSocket socket, byte[] query, List<InetSocketAddress> servers)
            throws IOException {
        long deadline = Clock.system().nanos() + WAIT_MILLIS * 1_000_000L;
        DatagramPacket answer = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        while (true) {
            int left = (int) ((deadline - Clock.system().nanos()) / 1_000_000L);
            if (left <= 0) {
                return false;
            }
            socket.setSoTimeout(left);
            socket.receive(answer);
            if (servers.contains(answer.getSocketAddress()) && isAnswer(answer, query)) {
                return true;
            }
        }
    }

    /** Any answer but a failure: no error, no such name, or refused, which a server says too. */
    private static boolean isAnswer(DatagramPacket answer, byte[] query) {
        byte[] got = answer.getData();
        int code = got[3] & RCODE;
        return answer.getLength() >= HEADER_BYTES
                && got[0] == query[0]
                && got[1] == query[1]
                && (got[2] & RESPONSE) != 0
                && (code == 0 || code == 3 || code == 5);
    }
}
