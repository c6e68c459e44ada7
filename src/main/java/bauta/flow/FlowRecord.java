package bauta.flow;

/**
 * The layout of one flow off heap. Its two 5-tuples lie in a section of their own, {@link
 * #KEY_BYTES} for each node, so that finding flows touches little memory. Its record is two cache
 * lines: the first is what every packet touches, the second what setup, expiry and eviction need.
 * Two directions of one kind of field lie a fixed step apart. Changing anything here means a new
 * {@link bauta.engine.TableFile#LAYOUT_VERSION}.
 */
final class FlowRecord {
    static final int BYTES = 128;

    /** The addresses and then the ports of a node's 5-tuple. */
    static final int KEY_BYTES = 16;

    static final int KEY_PORTS = 8;

    /** An int, see {@link FlowTime}. */
    static final int LAST_SEEN = 0;

    static final int RULE_SLOT = 4;
    static final int POLICY_SLOT = 6;
    static final int STATE = 8;
    static final int FLAGS = 9;

    /** A byte for each direction, see {@link TcpWindow}; so are the next three. */
    static final int SCALE = 10;

    static final int SCALE_STEP = 1;
    static final int SEQUENCE_END = 12;
    static final int ACKNOWLEDGMENT = 20;
    static final int NUMBER_STEP = 4;
    static final int WINDOW = 28;
    static final int WINDOW_STEP = 2;

    static final int PACKETS = 32;
    static final int BYTE_COUNT = 40;
    static final int COUNTER_STEP = 16;

    static final int CREATED = 64;
    static final int TIMER_LINKS = 72;

    /** Neighbours in the host's line; of a free record the next free one. */
    static final int OLDER = 80;

    static final int NEWER = 84;

    /** The last-seen time by which the flow was put into its place in the host's line. */
    static final int LINE_KEY = 88;

    static final int PEER_NEXT = 92;
    static final int PEER_BEFORE = 96;
    static final int MAPPING = 100;
    static final int PEER_MAPPING = 104;
    static final int MARK = 108;

    /** Sequence number of the opener's last SYN. */
    static final int SYN_SEQUENCE = 112;

    static final int HOST = 116;
    static final int TARGET = 118;
    static final int UPLINK = 120;

    /** The direction of the reset that closed a TCP flow. */
    static final int RESET_BY = 121;

    /** The octet of DSCP and ECN of the first packet. */
    static final int TOS = 122;

    /** Flag: has been answered, or is open: not the first to go when the table is full. */
    static final int SETTLED = 0x01;

    /** Flag: a packet has gone in the reply direction. */
    static final int ANSWERED = 0x02;

    static final int FROM_OUTSIDE = 0x04;
    static final int PICKED_UP = 0x08;
    static final int SPOKEN = 0x10;

    /** Flag: the first of the flows with its mapping and peer, see {@link PeerIndex}. */
    static final int PEER_HEAD = 0x20;

    /** Flag: TCP segments came in pieces, whose ends are not known. */
    static final int PIECES = 0x40;

    /** Flag: the opener has sent another SYN into the open flow. */
    static final int SYN_AGAIN = 0x80;

    private FlowRecord() {}
}
