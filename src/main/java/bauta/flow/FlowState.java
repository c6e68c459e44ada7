package bauta.flow;

import bauta.engine.HotPath;
import bauta.wire.TcpHeader;
import java.util.List;

/**
 * The states of flows and how TCP moves through them, by the flags seen in both directions.
 * Numbers, because they lie off heap; 0 is a free record. Sequence numbers are not judged: the ends
 * do that. A reset ends nothing at once (RFC 7857 section 2.2): the flow stays for the transitory
 * time.
 */
public final class FlowState {
    /** No flow. */
    public static final int FREE = 0;

    /** A SYN was seen, no answer yet. */
    public static final int SYN_SENT = 1;

    /** Both SYNs were seen, the opener has not acknowledged. */
    public static final int SYN_RECEIVED = 2;

    /** Open. */
    public static final int ESTABLISHED = 3;

    /** The opener has said FIN. */
    public static final int FIN_ORIGINAL = 4;

    /** The other end has said FIN. */
    public static final int FIN_REPLY = 5;

    /** Both have said FIN. */
    public static final int CLOSING = 6;

    /** A reset was seen. */
    public static final int CLOSED = 7;

    /** UDP. */
    public static final int UDP = 8;

    /** UDP of the short kind: to DNS and NTP servers. */
    public static final int UDP_SHORT = 9;

    /** ICMP echo. */
    public static final int ICMP = 10;

    /** How many states there are. */
    static final int COUNT = 11;

    private static final List<String> NAMES =
            List.of(
                    "FREE",
                    "SYN_SENT",
                    "SYN_RECEIVED",
                    "ESTABLISHED",
                    "FIN_ORIGINAL",
                    "FIN_REPLY",
                    "CLOSING",
                    "CLOSED",
                    "UDP",
                    "UDP_SHORT",
                    "ICMP");

    // Events of one direction; the reply direction comes EVENTS later.
    private static final int SYN = 0;
    private static final int SYN_ACK = 1;
    private static final int ACK = 2;
    private static final int FIN = 3;
    private static final int RST = 4;
    private static final int EVENTS = 5;
    private static final int ROW = 2 * EVENTS;

    private static final byte[] NEXT = table();

    private FlowState() {}

    /** Returns the name of a state, for people. */
    static String name(int state) {
        return NAMES.get(state);
    }

    private static byte[] table() {
        int[][] rows = {
            //   original: SYN, SYN|ACK, ACK, FIN, RST; reply: SYN, SYN|ACK, ACK, FIN, RST
            {1, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {1, 2, 1, 1, 7, 2, 2, 1, 1, 7},
            {2, 2, 3, 4, 7, 2, 2, 2, 5, 7},
            {3, 3, 3, 4, 7, 3, 3, 3, 5, 7},
            {4, 4, 4, 4, 7, 4, 4, 4, 6, 7},
            {5, 5, 5, 6, 7, 5, 5, 5, 5, 7},
            {1, 6, 6, 6, 7, 6, 6, 6, 6, 7},
            {1, 7, 7, 7, 7, 7, 7, 7, 7, 7},
        };
        byte[] next = new byte[rows.length * ROW];
        for (int i = 0; i < next.length; i++) {
            next[i] = (byte) rows[i / ROW][i % ROW];
        }
        return next;
    }

    /**
     * Returns the state of a TCP flow after one segment.
     *
     * @param state one of the TCP states
     * @param reply whether the segment went in the reply direction
     * @param flags flags that passed {@link TcpHeader#check}
     */
    @HotPath
    public static int next(int state, boolean reply, int flags) {
        return NEXT[state * ROW + (reply ? EVENTS : 0) + event(flags)];
    }

    @HotPath
    private static int event(int flags) {
        if ((flags & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST)) == 0) {
            return ACK;
        }
        if ((flags & TcpHeader.RST) != 0) {
            return RST;
        }
        if ((flags & TcpHeader.FIN) != 0) {
            return FIN;
        }
        return (flags & TcpHeader.ACK) != 0 ? SYN_ACK : SYN;
    }

    /** Returns whether a TCP flow is over, so that only a new SYN from inside revives it. */
    public static boolean isOver(int state) {
        return state == CLOSING || state == CLOSED;
    }

    /** Returns whether it is one of the TCP states. */
    public static boolean isTcp(int state) {
        return state >= SYN_SENT && state <= CLOSED;
    }
}
