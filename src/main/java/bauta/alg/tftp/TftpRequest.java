package bauta.alg.tftp;

import bauta.alg.Payload;
import java.util.List;

/**
 * A request to read or write a file, RFC 1350 section 5.
 *
 * <pre>
 *  2 bytes     string    1 byte     string   1 byte
 *  | 01/02 |  Filename  |   0  |    Mode    |   0  | options of RFC 2347
 * </pre>
 */
final class TftpRequest {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int NAME = 2;

    /** RFC 2347: a request fits in 512 bytes. */
    private static final int MOST_BYTES = 512;

    private static final List<String> MODES = List.of("octet\0", "netascii\0", "mail\0");

    private TftpRequest() {}

    /** Returns whether a datagram is a whole request with a name and a mode. */
    static boolean matches(Payload payload) {
        int opcode = payload.unsignedShort(0);
        int end = payload.indexOf(0, NAME);
        return (opcode == READ || opcode == WRITE)
                && end > NAME
                && payload.length() <= MOST_BYTES
                && MODES.stream().anyMatch(mode -> payload.has(end + 1, mode));
    }
}
