package bauta.flow;

import bauta.engine.HotPath;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The states of flows and how TCP moves through them, by events of both directions that {@link
 * TcpWindow} has believed. Numbers, because they lie off heap; 0 is a free record. A reset ends
 * nothing at once (RFC 7857 section 2.2): the flow stays for the transitory time, and opens again
 * when the side that seemed to reset it sends on.
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

    /** A protocol without ports. */
    public static final int OTHER = 11;

    /** How many states there are. */
    static final int COUNT = 12;

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
                    "ICMP",
                    "OTHER");

    /**
     * Event: the opener's SYN, the first or after the end; or the other half of a simultaneous one.
     */
    static final int SYN = 0;

    /** Event: a SYN|ACK that fits. */
    static final int SYN_ACK = 1;

    /** Event: a segment without a mark. */
    static final int ACK = 2;

    /** Event: a FIN. */
    static final int FIN = 3;

    /** Event: a reset that is believed. */
    static final int RST = 4;

    /** Event: a SYN|ACK to another SYN of the opener than the one that began the flow. */
    static final int REOPEN = 5;

    /** Event: new bytes from the side that a reset came from. */
    static final int ALIVE = 6;

    private static final int EVENTS = 7;
    private static final int ROW = 2 * EVENTS;
    private static final List<String> EVENT_NAMES =
            List.of("SYN", "SYN_ACK", "ACK", "FIN", "RST", "REOPEN", "ALIVE");

    private static final byte[] NEXT = table();

    private FlowState() {}

    /** Returns the name of a state, for people. */
    static String name(int state) {
        return NAMES.get(state);
    }

    /** A row per TCP state; 0 where {@link TcpWindow} never reports the event. */
    private static byte[] table() {
        int[][] rows = {
            // original: SYN, SYN|ACK, ACK, FIN, RST, REOPEN, ALIVE; reply: the same
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {1, 0, 0, 0, 7, 0, 0, 2, 2, 0, 0, 7, 0, 0},
            {0, 2, 3, 4, 7, 0, 0, 2, 2, 2, 5, 7, 2, 0},
            {0, 3, 3, 4, 7, 0, 0, 0, 3, 3, 5, 7, 2, 0},
            {0, 4, 4, 4, 7, 0, 0, 0, 4, 4, 6, 7, 2, 0},
            {0, 5, 5, 6, 7, 0, 0, 0, 5, 5, 5, 7, 2, 0},
            {1, 6, 6, 6, 7, 0, 0, 0, 6, 6, 6, 7, 2, 0},
            {1, 7, 7, 7, 7, 0, 3, 0, 7, 7, 7, 7, 2, 3},
        };
        byte[] next = new byte[rows.length * ROW];
        for (int i = 0; i < next.length; i++) {
            next[i] = (byte) rows[i / ROW][i % ROW];
        }
        return next;
    }

    /** Returns the number of a TCP state with an event, for {@link FlowTransition}. */
    @HotPath
    static int pair(int state, int direction, int event) {
        return state * ROW + direction * EVENTS + event;
    }

    /**
     * Returns the state of a TCP flow after an event; the same one when it cannot happen.
     *
     * @param pair see {@link #pair}
     */
    @HotPath
    static int next(int pair) {
        int next = NEXT[pair];
        return next == FREE ? pair / ROW : next;
    }

    /** Returns how many pairs there are, impossible ones among them. */
    static int pairs() {
        return NEXT.length;
    }

    /** Returns a pair for people; empty when it cannot happen. */
    static Optional<FlowTransition> transition(int pair) {
        if (NEXT[pair] == FREE) {
            return Optional.empty();
        }
        int event = pair % ROW;
        String side = event < EVENTS ? "original" : "reply";
        return Optional.of(
                new FlowTransition(
                        name(pair / ROW), side, EVENT_NAMES.get(event % EVENTS), name(NEXT[pair])));
    }

    /** Returns every step that there is. */
    public static List<FlowTransition> transitions() {
        return transitions(_ -> true);
    }

    /** Returns the steps whose pairs are wanted. */
    static List<FlowTransition> transitions(IntPredicate wanted) {
        return IntStream.range(0, NEXT.length)
                .filter(wanted)
                .mapToObj(FlowState::transition)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns whether a TCP flow is over, so that only a new SYN from inside revives it. */
    @HotPath
    public static boolean isOver(int state) {
        return state == CLOSING || state == CLOSED;
    }

    /**
     * Returns whether a forward's target is at work for a flow in this state, as the schedulers of
     * {@code ip_vs} count it: an established connection, and whatever is no connection.
     */
    public static boolean isActive(int state) {
        return state == ESTABLISHED || state != FREE && !isTcp(state);
    }

    /** Returns whether a TCP flow is open, half-closed ones among it. */
    @HotPath
    public static boolean isOpen(int state) {
        return state >= ESTABLISHED && state <= FIN_REPLY;
    }

    /** Returns whether it is one of the TCP states. */
    @HotPath
    public static boolean isTcp(int state) {
        return state >= SYN_SENT && state <= CLOSED;
    }
}
