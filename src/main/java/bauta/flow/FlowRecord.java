package bauta.flow;

/**
 * The layout of one flow off heap: 160 bytes, the 5-tuples first, then what every packet touches,
 * then what setup, expiry and eviction need. A cache line begins at each multiple of 64 and records
 * at multiples of 32, so that finding and noting a packet touches two lines. Two directions of one
 * kind of field lie a fixed step apart. Changing anything here means a new {@link
 * bauta.engine.TableFile#LAYOUT_VERSION}.
 */
final class FlowRecord {
    static final int BYTES = 160;

    static final int ORIGINAL_ADDRESSES = 0;
    static final int ORIGINAL_PORTS = 8;
    static final int REPLY_ADDRESSES = 16;
    static final int REPLY_PORTS = 24;
    static final int KEY_STEP = 16;

    /** An int, see {@link FlowTime}. */
    static final int LAST_SEEN = 32;

    static final int RULE_SLOT = 36;
    static final int POLICY_SLOT = 38;
    static final int STATE = 40;
    static final int FLAGS = 41;

    /** A byte for each direction, see {@link TcpWindow}; so are the next three. */
    static final int SCALE = 42;

    static final int SCALE_STEP = 1;
    static final int SEQUENCE_END = 44;
    static final int ACKNOWLEDGMENT = 52;
    static final int NUMBER_STEP = 4;
    static final int WINDOW = 60;
    static final int WINDOW_STEP = 2;

    static final int PACKETS = 64;
    static final int BYTE_COUNT = 72;
    static final int COUNTER_STEP = 16;

    static final int CREATED = 96;
    static final int TIMER_LINKS = 104;

    /** Neighbours in the host's line; of a free record the next free one. */
    static final int OLDER = 112;

    static final int NEWER = 116;

    /** The last-seen time by which the flow was put into its place in the host's line. */
    static final int LINE_KEY = 120;

    static final int PEER_NEXT = 124;
    static final int PEER_BEFORE = 128;
    static final int MAPPING = 132;
    static final int PEER_MAPPING = 136;
    static final int MARK = 140;

    /** Sequence number of the opener's last SYN. */
    static final int SYN_SEQUENCE = 144;

    static final int HOST = 148;
    static final int TARGET = 150;
    static final int UPLINK = 152;

    /** The direction of the reset that closed a TCP flow. */
    static final int RESET_BY = 153;

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
